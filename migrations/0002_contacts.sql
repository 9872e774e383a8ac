create table contacts (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  number text not null,
  kind text not null check (kind in ('individual', 'structure', 'relay')),
  structure_id bigint,
  title text,
  first_name text,
  last_name text,
  company_name text,
  email text,
  phone text,
  mobile text,
  birth_date date,
  language text,
  street text,
  postcode text,
  town text,
  country text,
  created_on date not null,
  valid_until date,
  restricted_on date,
  remark text,
  -- Random, and the only trace of an erased contact that leaves the database (R14).
  erasure_key uuid not null default gen_random_uuid(),
  primary key (institution_id, id),
  unique (institution_id, number),
  unique (institution_id, erasure_key),
  check (structure_id is null or kind = 'relay'),
  foreign key (institution_id, structure_id) references contacts
);
create index contacts_structure on contacts (institution_id, structure_id) where structure_id is not null;
create index contacts_postcode on contacts (institution_id, country, postcode) where postcode is not null;

create table contact_roles (
  institution_id bigint not null,
  contact_id bigint not null,
  role text not null,
  valid_until date,
  primary key (institution_id, contact_id, role),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, role) references roles
);

-- The GDPR recency (R1-R3). Narrow and apart from contacts: updating the wide row with its indexes
-- for a million contacts took several times as long. No foreign key: it is derived, and written in bulk.
create type activity_source as enum (
  'creation', 'option', 'option-confirmed', 'reservation', 'sale', 'waiting-list', 'click', 'criterion', 'authorisation'
);
create table contact_recency (
  institution_id bigint not null,
  contact_id bigint not null,
  recency date not null,
  source activity_source not null,
  organisation_id bigint,
  computed_at timestamptz not null,
  primary key (institution_id, contact_id)
) with (fillfactor = 80); -- room for the recomputed row beside the old one

create table criteria (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  organisation_id bigint,
  name text not null,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, organisation_id, name),
  foreign key (institution_id, organisation_id) references organisations
);

create table contact_criteria (
  institution_id bigint not null,
  contact_id bigint not null,
  criterion_id bigint not null,
  value text not null,
  primary key (institution_id, contact_id, criterion_id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, criterion_id) references criteria
);

create table criterion_changes (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  criterion_id bigint not null,
  value_before text,
  value_after text,
  changed_at timestamptz not null,
  changed_on date not null, -- the day in the institution's time zone
  changed_by text not null check (changed_by in ('contact', 'operator', 'import')),
  primary key (institution_id, id),
  unique (institution_id, contact_id, criterion_id, changed_at),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, criterion_id) references criteria
);
-- R1f, read index-only by the walk of the retention batch
create index criterion_changes_activity on criterion_changes (institution_id, contact_id, changed_on, criterion_id)
  where changed_by in ('contact', 'operator') and value_after is distinct from value_before;

create table contact_authorisations (
  institution_id bigint not null,
  contact_id bigint not null,
  authorisation text not null
    check (authorisation in ('institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post')),
  value text not null check (value in ('yes', 'no', 'none')),
  primary key (institution_id, contact_id, authorisation),
  foreign key (institution_id, contact_id) references contacts
);

create table authorisation_changes (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  authorisation text not null
    check (authorisation in ('institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post')),
  value_before text not null default 'none' check (value_before in ('yes', 'no', 'none')),
  value_after text not null check (value_after in ('yes', 'no', 'none')),
  any_yes_after boolean not null default false, -- R1g: after the change at least one authorisation is "yes"
  changed_at timestamptz not null,
  changed_on date not null,
  changed_by text not null check (changed_by in ('contact', 'operator', 'import')),
  wording text,
  primary key (institution_id, id),
  unique (institution_id, contact_id, authorisation, changed_at),
  foreign key (institution_id, contact_id) references contacts
);
create index authorisation_changes_activity on authorisation_changes (institution_id, contact_id, changed_on)
  where changed_by in ('contact', 'operator') and value_after <> value_before and any_yes_after;

create table campaigns (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  name text not null,
  primary key (institution_id, id),
  unique (institution_id, name)
);

create table clicks (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  campaign_id bigint,
  url text,
  clicked_at timestamptz not null,
  clicked_on date not null,
  explicit boolean not null default true, -- R1e, R32: only an explicit click is activity
  primary key (institution_id, id),
  unique (institution_id, contact_id, clicked_at),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, campaign_id) references campaigns
);
create index clicks_activity on clicks (institution_id, contact_id, clicked_on) where explicit;
