-- Each table of an institution shows the running transaction's institution and nothing else. A test reads the
-- catalogue and fails where a later table forgets this.
do $$
declare t record;
begin
  for t in
    select c.oid::regclass as name
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'institution_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
grant select on activity to rappel_app;
