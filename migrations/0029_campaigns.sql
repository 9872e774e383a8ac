-- What one e-mail address is compared by (R26): a function of the address does not use an index under row level security,
-- because what it is given might leak; a column does.
alter table contacts add column email_key text generated always as (lower(btrim(email))) stored;
create index contacts_email_key on contacts (institution_id, email_key, id) where email_key is not null;

-- While its recipients are written down: up to which contact they are.
alter table campaigns add column prepared_to bigint;
