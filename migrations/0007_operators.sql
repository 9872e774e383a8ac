-- People who work in the back office. Not contacts: they are erased by whoever administers them.
create table operators (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  email text not null check (email = lower(email)),
  name text not null,
  password_hash text not null, -- argon2id, with its salt and parameters
  profile text not null
    check (profile in ('administrator', 'data-protection-officer', 'box-office', 'marketing', 'support')),
  locale text not null check (locale in ('fr', 'en')),
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  created_at timestamptz not null,
  disabled_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, email)
);

-- The cookie holds the institution and a random token; here is only a hash of the token.
create table sessions (
  institution_id bigint not null,
  token_hash bytea not null,
  operator_id bigint not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  primary key (institution_id, token_hash),
  foreign key (institution_id, operator_id) references operators
);
create index sessions_operator on sessions (institution_id, operator_id);

-- A schedule is either one moment or a recurrence in the institution's time zone (R11).
alter table batches
  add column scheduled_once_at timestamptz,
  add column cron text,
  add constraint batches_one_schedule check (scheduled_once_at is null or cron is null);

alter table runs
  add column total integer not null default 0, -- the individuals and relays when it began, for its progress
  add column started_by text not null default 'command-line'; -- as audit_log.actor

do $$
declare t record;
begin
  for t in select unnest(array['operators', 'sessions']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;

-- Finding a contact by how its number, last name, company or e-mail begins. A policy keeps `like` and `lower` from using
-- an index (they might leak rows by their errors), so the search is a function of the owner that checks the institution.
create index contacts_last_name on contacts (institution_id, lower(last_name) text_pattern_ops) where last_name is not null;
create index contacts_email on contacts (institution_id, lower(email) text_pattern_ops) where email is not null;
create index contacts_company_name on contacts (institution_id, lower(company_name) text_pattern_ops)
  where company_name is not null;
create index contacts_number on contacts (institution_id, lower(number) text_pattern_ops);

create function find_contacts(institution bigint, beginning text, most integer) returns setof bigint
  language sql stable security definer set search_path = public as $$
  select id from (
    (select id from contacts
      where institution_id = institution and lower(number) ~>=~ lower(beginning)
        and lower(number) ~<~ (lower(beginning) || chr(1114111)) limit most)
    union
    (select id from contacts
      where institution_id = institution and last_name is not null and lower(last_name) ~>=~ lower(beginning)
        and lower(last_name) ~<~ (lower(beginning) || chr(1114111)) limit most)
    union
    (select id from contacts
      where institution_id = institution and company_name is not null and lower(company_name) ~>=~ lower(beginning)
        and lower(company_name) ~<~ (lower(beginning) || chr(1114111)) limit most)
    union
    (select id from contacts
      where institution_id = institution and email is not null and lower(email) ~>=~ lower(beginning)
        and lower(email) ~<~ (lower(beginning) || chr(1114111)) limit most)
  ) found
  where institution = current_institution()
$$;
revoke execute on function find_contacts from public;
grant execute on function find_contacts to rappel_app;
