-- R4: prospects may have another duration than customers; null: the same.
alter table batches add column prospect_months integer check (prospect_months between 1 and 1200);
alter table runs
  add column prospect_months integer check (prospect_months between 1 and 1200),
  add column prospect_cutoff date;

-- Whether the contact was a customer; known of everybody judged where it decided by which cutoff, otherwise null.
alter table journal add column customer boolean;
-- Of the contacts of a row, how many are customers; null likewise.
alter table run_cliff add column customers integer;

-- Whom a run looks at: whoever is inactive; a selection of contacts; or whoever has "yes" at a criterion. Of the latter
-- two the activity is ignored (R13), so they have no months and no cutoff.
alter table batches
  add column criterion_id bigint,
  add foreign key (institution_id, criterion_id) references criteria;
alter table runs
  add column scope text not null default 'inactive' check (scope in ('inactive', 'selection', 'criterion')),
  add column criterion_id bigint,
  add column selected integer, -- of a selection: how many contacts it had
  add column spared_tickets_to_come integer not null default 0,
  add foreign key (institution_id, criterion_id) references criteria;

-- The contacts of a selection; its check and its real run refer to those of the simulation.
create table run_selection (
  institution_id bigint not null,
  run_id bigint not null,
  contact_id bigint not null,
  primary key (institution_id, run_id, contact_id),
  foreign key (institution_id, run_id) references runs,
  foreign key (institution_id, contact_id) references contacts
);
create index run_selection_contact on run_selection (institution_id, contact_id);

-- Where activity is ignored, tickets to come block by themselves (R13).
alter table journal
  drop constraint journal_reason_check,
  add constraint journal_reason_check
    check (reason in ('restricted', 'role', 'waiting', 'tickets-to-come', 'sole-relay', 'debt', 'credit'));

do $$
declare t record;
begin
  for t in select unnest(array['run_selection']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
