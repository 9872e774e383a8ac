-- What operators write down of a contact (R16). The remark, of which there is one, is a column of contacts.
create table contact_notes (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  text text not null check (char_length(text) between 1 and 4000),
  written_at timestamptz not null,
  operator_id bigint not null, -- who wrote it
  changed_at timestamptz,
  version integer not null default 1, -- grows with each change: what was read before is told from what stands
  primary key (institution_id, id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, operator_id) references operators
);
create index contact_notes_contact on contact_notes (institution_id, contact_id, id);

do $$
declare t record;
begin
  for t in select unnest(array['contact_notes']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
