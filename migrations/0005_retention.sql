create table batches (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  name text not null,
  type text not null check (type in ('retention')),
  months integer not null default 36 check (months between 1 and 1200),
  mode text not null default 'simulation' check (mode in ('simulation', 'real')),
  ceiling_percent integer not null default 20 check (ceiling_percent between 0 and 100),
  primary key (institution_id, id),
  unique (institution_id, name)
);

create table runs (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  batch_id bigint,
  simulation_run_id bigint, -- R10: the simulation that was reviewed before this real run
  -- retention: the batch; erasure: one contact by hand (R13); replay: the ledger after a restore (R14)
  type text not null check (type in ('retention', 'erasure', 'replay')),
  mode text not null check (mode in ('simulation', 'real')),
  state text not null check (state in ('running', 'completed', 'cancelled', 'failed')),
  months integer check (months between 1 and 1200),
  as_of date not null,
  cutoff date,
  sealed boolean not null default false,
  cursor_id bigint not null default 0, -- every contact up to this id was given to a lane
  cancel_requested boolean not null default false,
  contacts integer not null default 0,
  recomputed integer not null default 0,
  inactive integer not null default 0,
  deleted integer not null default 0,
  anonymised integer not null default 0,
  spared_restricted integer not null default 0,
  spared_role integer not null default 0,
  spared_waiting integer not null default 0,
  spared_sole_relay integer not null default 0,
  spared_debt integer not null default 0,
  spared_credit integer not null default 0,
  -- against the simulation it is bound to (R10)
  no_longer_eligible integer not null default 0,
  newly_eligible integer not null default 0,
  milliseconds bigint not null default 0, -- worked, over all resumptions
  failure text, -- a code, never a text with data
  started_at timestamptz not null,
  last_progress_at timestamptz not null,
  ended_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, batch_id) references batches,
  foreign key (institution_id, simulation_run_id) references runs
);
-- R11: one unfinished real run of the batch per institution; a failed one waits to be finished
create unique index runs_one_real on runs (institution_id)
  where type = 'retention' and mode = 'real' and state in ('running', 'failed');

-- What a lane of a run is at: taken when the cursor moves, removed in the transaction that does it. What stands here
-- after a crash is not done.
create table run_ranges (
  institution_id bigint not null,
  run_id bigint not null,
  lane integer not null,
  after_id bigint not null,
  up_to_id bigint not null,
  primary key (institution_id, run_id, lane),
  foreign key (institution_id, run_id) references runs
);

-- Internal ids and reasons, never names (R11). It is also what the erasing statements of a range work from.
create table journal (
  institution_id bigint not null,
  run_id bigint not null,
  contact_id bigint not null,
  kind text not null,
  outcome text not null check (outcome in ('delete', 'anonymise', 'spare')),
  reason text check (reason in ('restricted', 'role', 'waiting', 'sole-relay', 'debt', 'credit')),
  recency date not null,
  recency_source activity_source not null,
  recency_organisation_id bigint,
  -- no foreign key: it is written in bulk by who holds the row of the run locked, and runs are never deleted
  primary key (institution_id, run_id, contact_id)
);

-- R12: one wrapped key per range of a run, one ciphertext per contact
create table seals (
  institution_id bigint not null,
  id bigint generated always as identity,
  run_id bigint not null,
  wrapped_key text not null, -- age v1, armored
  sealed_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, run_id) references runs
);
create index seals_run on seals (institution_id, run_id);
create index seals_age on seals (institution_id, sealed_at);

create table sealed_identities (
  institution_id bigint not null,
  id bigint generated always as identity,
  seal_id bigint not null,
  ciphertext bytea not null, -- nonce, AES-256-GCM ciphertext, tag
  primary key (institution_id, id)
);
create index sealed_identities_seal on sealed_identities (institution_id, seal_id);

-- A number that was erased is refused when a file brings it again; only a keyed hash of it is kept.
create table erased_numbers (
  institution_id bigint not null,
  number_hash bytea not null,
  primary key (institution_id, number_hash)
);

-- Keys erased here and not yet written to the ledger: written in the erasing transaction, emptied after it.
create table ledger_outbox (
  institution_id bigint not null,
  erasure_key uuid not null,
  primary key (institution_id, erasure_key)
);

create table audit_log (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  at timestamptz not null,
  actor text not null, -- 'command-line', 'system' or 'operator:<id>'
  action text not null,
  subject text, -- e.g. 'run:12', 'contact:4711'
  details jsonb not null default '{}',
  primary key (institution_id, id)
);
create index audit_log_at on audit_log (institution_id, at);
