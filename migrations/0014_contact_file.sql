-- The contact file: who may open it, who opened it, who restricted it, and the numbers of new contacts.

alter table contacts add column if not exists confidentiality text not null default 'free';
do $$
begin
  if not exists (select from pg_constraint
                  where conname = 'contacts_confidentiality_check' and conrelid = 'contacts'::regclass) then
    alter table contacts add constraint contacts_confidentiality_check
      check (confidentiality in ('free', 'restricted', 'confidential'));
  end if;
end $$;

-- Who opened whose file: a row per operator and day, however often, so that it stays narrow. No foreign key: its check
-- would wait for a run that holds the contact locked, and a file must open all the same.
create table file_openings (
  institution_id bigint not null references institutions,
  contact_id bigint not null,
  opened_on date not null, -- the day in the institution's time zone
  operator_id bigint not null,
  opened_at timestamptz not null, -- the first time that day
  primary key (institution_id, contact_id, opened_on, operator_id)
);
create index file_openings_age on file_openings (institution_id, opened_on);

-- Art. 18 GDPR: contacts.restricted_on decides (R6); here is why, by whom, and what was before.
create table contact_restrictions (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  contact_id bigint not null,
  restricted_at timestamptz not null,
  restricted_by text not null, -- as audit_log.actor
  reason text not null,
  lifted_at timestamptz,
  lifted_by text,
  lift_reason text,
  primary key (institution_id, id),
  foreign key (institution_id, contact_id) references contacts
);
create index contact_restrictions_contact on contact_restrictions (institution_id, contact_id, id);

-- The last number given to a contact made here; taking the next one locks the row, so that no number is given twice.
create table contact_numbers (
  institution_id bigint not null references institutions,
  last bigint not null,
  primary key (institution_id)
);

-- What was done to one contact, the latest first.
create index audit_log_subject on audit_log (institution_id, subject, id) where subject is not null;

do $$
declare t record;
begin
  for t in select unnest(array['file_openings', 'contact_restrictions', 'contact_numbers']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
