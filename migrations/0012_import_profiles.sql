-- How files of other systems become ours: names of columns and meanings of fixed values, no data of anybody.
create table import_profiles (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  name text not null check (name <> ''),
  kind text not null,
  mapping jsonb not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, name)
);

do $$
declare t record;
begin
  for t in select unnest(array['import_profiles']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
