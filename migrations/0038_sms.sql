-- Each text message that a provider was given: what its delivery receipt names it by, and whose number a STOP comes from.
-- A long text is several. The number is kept as the same keyed hash as in `suppressions`; the row goes with its contact.
create table sms_messages (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  recipient_id bigint not null,
  message_id text, -- the provider's, in small letters; null: it did not answer
  number_hash bytea not null,
  submitted_at timestamptz not null,
  state text, -- what the last receipt said, such as `delivrd`
  state_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, recipient_id) references campaign_recipients
);
create index sms_messages_message on sms_messages (institution_id, message_id);
create index sms_messages_number on sms_messages (institution_id, number_hash);
create index sms_messages_contact on sms_messages (institution_id, contact_id);
create index sms_messages_recipient on sms_messages (institution_id, recipient_id);

alter table sms_messages enable row level security;
create policy own_institution on sms_messages to rappel_app using (institution_id = current_institution());
grant select, insert, update, delete on sms_messages to rappel_app;
