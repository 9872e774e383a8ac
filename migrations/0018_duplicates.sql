-- Pairs of contacts that look like one person or one structure, until they are merged or said to be two.
create table duplicate_suspicions (
  institution_id bigint not null,
  first_id bigint not null,
  second_id bigint not null,
  reasons text[] not null, -- email, name-and-birth-date, name-and-address, phone
  found_at timestamptz not null,
  dismissed_at timestamptz,
  dismissed_by bigint,
  primary key (institution_id, first_id, second_id),
  check (first_id < second_id),
  foreign key (institution_id, dismissed_by) references operators
);
create index duplicate_suspicions_second on duplicate_suspicions (institution_id, second_id);

-- Who was merged into whom. The number goes on leading to the contact. The erasure key is written to the ledger when
-- that contact is erased: a backup from before the merging brings back both (R14).
create table merged_contacts (
  institution_id bigint not null,
  number text not null,
  contact_id bigint not null,
  erasure_key uuid not null,
  merged_at timestamptz not null,
  primary key (institution_id, number),
  foreign key (institution_id, contact_id) references contacts
);
create index merged_contacts_contact on merged_contacts (institution_id, contact_id);

do $$
declare t record;
begin
  for t in select unnest(array['duplicate_suspicions', 'merged_contacts']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
