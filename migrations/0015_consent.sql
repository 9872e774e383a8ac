-- R22: the proof of each change of an authorisation; R1f, R1g: what of it is activity; criteria with a type.

-- `requested`: the change was made by the contact, or by an operator who recorded its request. An operator's own
-- correction is history and no activity. Imported history of an operator counts (R1), and so does what stands here.
alter table authorisation_changes
  add column requested boolean not null default true,
  add column way text check (way in ('counter', 'phone', 'letter', 'e-mail', 'form')), -- how the request came
  add column place text check (place in ('back-office', 'point-of-sale', 'campaign', 'import')),
  add column place_id bigint, -- of the point of sale or the campaign; names rows of several tables
  add column operator_id bigint,
  add column wording_id bigint,
  add column wording_language text check (wording_language in ('fr', 'en')),
  add foreign key (institution_id, operator_id) references operators;

alter table criterion_changes
  add column requested boolean not null default true,
  add column way text check (way in ('counter', 'phone', 'letter', 'e-mail', 'form')),
  add column place text check (place in ('back-office', 'point-of-sale', 'campaign', 'import')),
  add column place_id bigint,
  add column operator_id bigint,
  add foreign key (institution_id, operator_id) references operators;

-- What is read to who is asked. A version is never changed once a change refers to it.
create table consent_wordings (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  authorisation text not null
    check (authorisation in ('institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post')),
  version integer not null check (version > 0),
  text_fr text not null,
  text_en text not null,
  valid_from date not null,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, authorisation, version)
);
alter table authorisation_changes add foreign key (institution_id, wording_id) references consent_wordings;
create index authorisation_changes_wording on authorisation_changes (institution_id, wording_id)
  where wording_id is not null;

-- R25: contacts without an answer are filtered too; off at first
alter table institutions add column filter_unanswered boolean not null default false;

alter table criteria
  add column type text not null default 'text' check (type in ('yes-no', 'choice', 'choices', 'number', 'date', 'text')),
  add column choices text[] not null default '{}', -- of a choice: the values there are, in their order
  add column editable_by_contact boolean not null default false,
  add column position integer not null default 0,
  -- deleted: nothing of it is left but the days on which contacts changed it, which are activity (R1f)
  add column state text not null default 'active' check (state in ('active', 'retired', 'deleted')),
  add column version integer not null default 1;
create index contact_criteria_criterion on contact_criteria (institution_id, criterion_id, contact_id);

-- The partial indexes of the retention walk hold what is activity, and nothing else.
drop index criterion_changes_activity;
create index criterion_changes_activity on criterion_changes (institution_id, contact_id, changed_on, criterion_id)
  where changed_by in ('contact', 'operator') and requested and value_after is distinct from value_before;
drop index authorisation_changes_activity;
create index authorisation_changes_activity on authorisation_changes (institution_id, contact_id, changed_on)
  where changed_by in ('contact', 'operator') and requested and value_after <> value_before and any_yes_after;

-- R1, as in 0004, with `requested` in the branches of R1f and R1g.
create or replace view activity with (security_invoker = true) as
  -- R1a, R1b, R1c as purchase contact: the latest act of each order, dated by R2
  select institution_id, purchase_contact_id as contact_id, activity_on as day, activity_source as source,
         activity_organisation_id as organisation_id
    from orders
   where purchase_contact_id is not null and activity_on is not null
  union all
  -- R1c as cultural contact
  select institution_id, cultural_contact_id, attendance_on, reached, organisation_id
    from order_lines
   where cultural_contact_id is not null and attendance_on is not null
  union all
  -- R1d
  select institution_id, contact_id, signed_up_on, 'waiting-list', organisation_id
    from waiting_list_entries
  union all
  -- R1e
  select institution_id, contact_id, clicked_on, 'click', null
    from clicks
   where explicit
  union all
  -- R1f: by the contact or on its request, and only where the value changed
  select c.institution_id, c.contact_id, c.changed_on, 'criterion', k.organisation_id
    from criterion_changes c
    join criteria k on k.institution_id = c.institution_id and k.id = c.criterion_id
   where c.changed_by in ('contact', 'operator') and c.requested and c.value_after is distinct from c.value_before
  union all
  -- R1g: likewise, and at least one authorisation is "yes" after the change
  select institution_id, contact_id, changed_on, 'authorisation', null
    from authorisation_changes
   where changed_by in ('contact', 'operator') and requested and value_after <> value_before and any_yes_after;

alter table consent_wordings enable row level security;
create policy own_institution on consent_wordings to rappel_app using (institution_id = current_institution());
grant select, insert, update, delete on consent_wordings to rappel_app;
