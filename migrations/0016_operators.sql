-- Operators come by invitation and leave without a name: what an operator did stays, who it was does not.
alter table operators
  alter column email drop not null, -- null: left
  alter column name drop not null, -- null: invited and not come yet, or left
  alter column password_hash drop not null, -- null: invited, left, or by single sign-on only
  drop column failed_sign_ins, -- sign_in_tries counts, for unknown e-mails too
  drop column locked_until,
  add column last_sign_in_at timestamptz,
  add column left_at timestamptz,
  add column sso_issuer text, -- the account of single sign-on that was the first to prove the e-mail
  add column sso_subject text,
  add constraint operators_left check ((left_at is null) = (email is not null)),
  add constraint operators_left_without_name check (left_at is null or (name is null and disabled_at is not null));
create unique index operators_sso on operators (institution_id, sso_issuer, sso_subject);

-- No row: all organisations of the institution.
create table operator_organisations (
  institution_id bigint not null,
  operator_id bigint not null,
  organisation_id bigint not null,
  primary key (institution_id, operator_id, organisation_id),
  foreign key (institution_id, operator_id) references operators,
  foreign key (institution_id, organisation_id) references organisations
);

-- A session is told from others by the browser's family and the system, and by nothing finer.
alter table sessions
  add column browser text,
  add column system text,
  add column signed_in_by text not null default 'password' check (signed_in_by in ('password', 'single-sign-on')),
  add column awaits text check (awaits in ('second-factor', 'enrolment')); -- not signed in before that is done

-- Links that invite or let a new password be set, good once: here is only a hash.
create table operator_links (
  institution_id bigint not null,
  token_hash bytea not null,
  operator_id bigint not null,
  kind text not null check (kind in ('invitation', 'password')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (institution_id, token_hash),
  foreign key (institution_id, operator_id) references operators
);
create index operator_links_operator on operator_links (institution_id, operator_id);

-- Tries with a password (by e-mail, known or not) or a code (by operator): a keyed hash of what was tried.
create table sign_in_tries (
  institution_id bigint not null references institutions,
  key_hash bytea not null,
  tries integer not null,
  since timestamptz not null,
  primary key (institution_id, key_hash)
);

create table second_factors (
  institution_id bigint not null,
  operator_id bigint not null,
  secret bytea not null, -- AES-256-GCM under a key derived from RAPPEL_SECRET
  confirmed_at timestamptz, -- null: being set up
  last_step bigint, -- of the last code that was taken: neither it nor an earlier one is good again
  primary key (institution_id, operator_id),
  foreign key (institution_id, operator_id) references operators
);

-- 80 random bits each: a plain hash is enough. A code that was used is gone.
create table recovery_codes (
  institution_id bigint not null,
  operator_id bigint not null,
  code_hash bytea not null,
  primary key (institution_id, operator_id, code_hash),
  foreign key (institution_id, operator_id) references operators
);

-- No row: passwords for everybody, a second factor for who wants one, no single sign-on.
create table sign_in_settings (
  institution_id bigint not null references institutions,
  second_factor text not null default 'nobody' check (second_factor in ('nobody', 'erasers', 'everybody')),
  passwords text not null default 'everybody' check (passwords in ('everybody', 'administrators')),
  issuer text, -- null: no single sign-on
  client_id text,
  client_secret bytea, -- AES-256-GCM under a key derived from RAPPEL_SECRET
  label text,
  email_domains text[] not null default '{}', -- empty: any
  new_profile text, -- null: who comes by single sign-on must have been invited
  primary key (institution_id),
  check (issuer is null or (client_id is not null and label is not null)),
  check (passwords = 'everybody' or issuer is not null)
);

do $$
declare t record;
begin
  for t in
    select unnest(array['operator_organisations', 'operator_links', 'sign_in_tries', 'second_factors', 'recovery_codes',
                        'sign_in_settings']) as name
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
