-- What customers of the shops are told, in the outbox that operators' messages are in. Such a message is written to an
-- address, goes with its contact, and loses its text and its address once it was sent: it may hold a link good once.
alter table messages
  alter column operator_id drop not null,
  add column contact_id bigint, -- null: an operator's, or of somebody who has not shown that the e-mail is theirs
  add column to_name text,
  add column to_address text, -- null: the operator's present address
  add column expires_at timestamptz, -- when the link in it is good no more
  add foreign key (institution_id, contact_id) references contacts,
  add check (operator_id is null or (contact_id is null and to_address is null));
create unique index messages_contact on messages (institution_id, contact_id, kind, about) where contact_id is not null;

-- The language in which somebody uses the shop: of what is written to them.
alter table customer_accounts add column locale text not null default 'fr' check (locale in ('fr', 'en'));
