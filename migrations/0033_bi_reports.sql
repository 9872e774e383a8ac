-- Saved reports of the BI screen (R20), and how much one export may carry out of the house.
create table bi_reports (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  operator_id bigint not null, -- whose it is
  name text not null check (char_length(name) between 1 and 100),
  domain text not null check (domain in ('contact-base', 'contact-profile', 'contact-activity')),
  -- filters, groups, measures, columns, chart; never a filter on who somebody is: a report must not remember who is erased
  query jsonb not null,
  profiles text[] not null, -- the profiles it is shared with, beside whose it is
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, operator_id, name),
  foreign key (institution_id, operator_id) references operators
);

alter table bi_reports enable row level security;
create policy own_institution on bi_reports to rappel_app using (institution_id = current_institution());
grant select, insert, update, delete on bi_reports to rappel_app;

-- An export with more rows is refused whole. A worksheet has no more than 1,048,576 rows whatever stands here.
alter table institutions
  add column bi_export_rows integer not null default 1000000 check (bi_export_rows between 1 and 100000000);
