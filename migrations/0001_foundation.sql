-- The database role that every tenant transaction takes, and the institutions themselves.
-- Rules of this folder: numbered, forward only; institution_id is the first column of every key
-- and index of an institution's table; no triggers (docs/architecture.md).

do $$
begin
  if not exists (select from pg_roles where rolname = 'rappel_app') then
    create role rappel_app nologin nosuperuser nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; -- two databases of one server migrated at once
end $$;

do $$
begin
  if not pg_has_role(current_user, 'rappel_app', 'member') then
    execute format('grant rappel_app to %I', current_user);
  end if;
end $$;

grant usage on schema public to rappel_app;

-- The institution of the running transaction; nothing set means no rows, never all rows.
create function current_institution() returns bigint language sql stable parallel safe
  return nullif(current_setting('rappel.institution_id', true), '')::bigint;

create table institutions (
  id bigint generated always as identity primary key,
  slug text not null unique,
  name text not null,
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  time_zone text not null default 'Europe/Zurich',
  country text not null default 'CH',
  currency text not null default 'CHF',
  seal_recipient text,
  postcode_threshold integer not null default 10 check (postcode_threshold > 0),
  erased_number_key bytea not null,
  created_at timestamptz not null default now()
);
alter table institutions enable row level security;
create policy own_institution on institutions to rappel_app using (id = current_institution());
grant select, update on institutions to rappel_app;

-- How far the ledger of erasures (R14, a file outside the database) has been carried out here.
create table ledger_position (
  only_row boolean primary key default true check (only_row),
  bytes bigint not null default 0,
  last_key uuid
);
insert into ledger_position default values;

create table organisations (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  name text not null,
  primary key (institution_id, id),
  unique (institution_id, name)
);

create table roles (
  institution_id bigint not null references institutions,
  name text not null,
  primary key (institution_id, name)
);
