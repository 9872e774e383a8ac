-- Saved views: how an operator likes to look at a list, for oneself or for everybody of the institution.
create table views (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  operator_id bigint not null, -- whose it is
  list text not null check (list ~ '^[a-z-]{1,40}$'), -- such as 'contacts'
  name text not null check (length(name) between 1 and 100),
  -- the search parameters of its address: filters and sorting, never what was typed to find somebody (it names people)
  search jsonb not null,
  columns jsonb not null, -- which columns are shown, by their ids
  shared boolean not null,
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, operator_id, list, name),
  foreign key (institution_id, operator_id) references operators
);

alter table views enable row level security;
create policy own_institution on views to rappel_app using (institution_id = current_institution());
grant select, insert, update, delete on views to rappel_app;
