-- R4: prospects may have another duration than customers; null: the same.
alter table batches add column prospect_months integer check (prospect_months between 1 and 1200);
alter table runs
  add column prospect_months integer check (prospect_months between 1 and 1200),
  add column prospect_cutoff date;

-- Whether the contact was a customer; known of everybody judged where it decided by which cutoff, otherwise null.
alter table journal add column customer boolean;
-- Of the contacts of a row, how many are customers; null likewise.
alter table run_cliff add column customers integer;
