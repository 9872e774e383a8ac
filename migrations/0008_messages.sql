-- Messages of the system to operators: kept here whether or not there is a mail server, handed to it by a job.
create table messages (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  operator_id bigint not null, -- the recipient; the address is read when it is sent
  kind text not null, -- e.g. 'run-completed'
  about text not null, -- as audit_log.subject, e.g. 'run:12'
  subject text not null,
  body text not null, -- without the link, which is made when it is sent
  path text, -- the page of the back office that it leads to
  -- sending: handed over, and nothing known of it yet. It is written before the hand-over, so that a process that is
  -- killed in between leaves a message to be decided on and not one that is sent twice.
  state text not null default 'queued' check (state in ('queued', 'sending', 'sent', 'not-sent', 'failed')),
  attempts integer not null default 0,
  failure text, -- a code, never a text with data
  created_at timestamptz not null,
  attempted_at timestamptz,
  sent_at timestamptz,
  primary key (institution_id, id),
  -- nobody is told the same thing twice
  unique (institution_id, operator_id, kind, about),
  foreign key (institution_id, operator_id) references operators
);
create index messages_waiting on messages (institution_id, id) where state in ('queued', 'sending');

-- Who is told when a run of the batch ends (R11).
create table batch_recipients (
  institution_id bigint not null,
  batch_id bigint not null,
  operator_id bigint not null,
  primary key (institution_id, batch_id, operator_id),
  foreign key (institution_id, batch_id) references batches,
  foreign key (institution_id, operator_id) references operators
);

alter table runs
  add column notify_operator_id bigint, -- who started it and wants to be told when it ends
  -- R10: this simulation looks whether the real run of a batch would stay below its ceiling; above it, nothing is erased
  add column ceiling_percent integer check (ceiling_percent between 0 and 100),
  add constraint runs_notify_operator foreign key (institution_id, notify_operator_id) references operators;

do $$
declare t record;
begin
  for t in select unnest(array['messages', 'batch_recipients']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
