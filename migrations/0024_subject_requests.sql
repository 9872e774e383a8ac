-- What persons ask of their data (GDPR art. 15 to 18, 20, 21), until when it must be answered (art. 12(3)), and that it was.

-- Without a contact: erased since. That somebody asked and was answered in time stays as proof; who it was, and whatever
-- was written about it, does not.
create table subject_requests (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  contact_id bigint,
  kind text not null
    check (kind in ('access', 'portability', 'rectification', 'erasure', 'restriction', 'objection')),
  way text not null check (way in ('counter', 'phone', 'letter', 'e-mail', 'form', 'account')), -- how it came
  received_on date not null,
  due_on date not null,
  extended_at timestamptz,
  extended_by bigint,
  identity text check (identity in ('account', 'document', 'known', 'other')), -- how it was made sure who asks; null: not yet
  identity_at timestamptz,
  identity_by bigint,
  state text not null default 'open' check (state in ('open', 'answered', 'refused', 'withdrawn')),
  closed_at timestamptz,
  closed_by bigint,
  answer_way text check (answer_way in ('counter', 'phone', 'letter', 'e-mail', 'download')),
  recorded_at timestamptz not null,
  recorded_by text not null, -- as audit_log.actor
  primary key (institution_id, id),
  check ((state = 'open') = (closed_at is null)),
  check ((identity is null) = (identity_at is null)),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, extended_by) references operators,
  foreign key (institution_id, identity_by) references operators,
  foreign key (institution_id, closed_by) references operators
);
create index subject_requests_due on subject_requests (institution_id, due_on, id) where state = 'open';
create index subject_requests_closed on subject_requests (institution_id, id) where state <> 'open';
create index subject_requests_contact on subject_requests (institution_id, contact_id) where contact_id is not null;

-- What was asked, why it takes longer, what was answered: words about a person, so they go with the contact.
create table subject_request_texts (
  institution_id bigint not null,
  request_id bigint not null,
  sort text not null check (sort in ('asked', 'extension', 'answer')),
  contact_id bigint not null,
  text text not null check (char_length(text) between 1 and 4000),
  primary key (institution_id, request_id, sort),
  foreign key (institution_id, request_id) references subject_requests,
  foreign key (institution_id, contact_id) references contacts
);
create index subject_request_texts_contact on subject_request_texts (institution_id, contact_id);

do $$
declare t record;
begin
  for t in select unnest(array['subject_requests', 'subject_request_texts']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
