-- R15. The consent is kept as proof while the contact exists; the picture goes when the consent is withdrawn. The bytes
-- stand in the database, so that erasing the contact erases them in the same transaction.
create table photo_consents (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  given_how text not null check (given_how in ('spoken', 'written', 'form')),
  confirmed_at timestamptz not null,
  confirmed_by bigint not null, -- the operator who answers for it
  withdrawn_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, confirmed_by) references operators
);
create index photo_consents_contact on photo_consents (institution_id, contact_id);

create table contact_photos (
  institution_id bigint not null,
  contact_id bigint not null,
  consent_id bigint not null,
  picture bytea not null, -- WebP, without metadata
  saved_at timestamptz not null,
  primary key (institution_id, contact_id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, consent_id) references photo_consents
);
alter table contact_photos alter column picture set storage external; -- compressed already

do $$
declare t record;
begin
  for t in select unnest(array['photo_consents', 'contact_photos']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
