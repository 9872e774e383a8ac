-- That what a person asked for was done (an objection, a restriction, an erasure), apart from that the person was told; and
-- requests that a person makes in its account, some of which are answered there at once.
alter table subject_requests
  add column done_at timestamptz,
  add column done_by bigint, -- null: by itself, in the account
  add foreign key (institution_id, done_by) references operators,
  drop constraint subject_requests_answer_way_check,
  add constraint subject_requests_answer_way_check
    check (answer_way in ('counter', 'phone', 'letter', 'e-mail', 'download', 'account'));
