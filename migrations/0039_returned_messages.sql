-- Messages that come back: soft bounces of one address add up, complaints to a mail provider are refusals, and a mailbox
-- of notifications is read.

-- Keyed hash (address_hash) of the address that a soft bounce counts against, whichever contact has it by now.
alter table campaign_recipients add column soft_bounce_hash bytea;
create index campaign_recipients_soft_bounces on campaign_recipients (institution_id, soft_bounce_hash)
  where soft_bounce_hash is not null;

-- Of `bounced`: how many messages came back, and what the mail server said of the last one (RFC 3463).
alter table suppressions
  add column bounces smallint check (bounces > 0),
  add column status text;

-- A complaint to the mail provider (RFC 5965) is a request that came in a way of its own.
alter table authorisation_changes
  drop constraint authorisation_changes_way_check,
  add constraint authorisation_changes_way_check
    check (way in ('counter', 'phone', 'letter', 'e-mail', 'form', 'complaint'));

-- Up to which message a mailbox was read, and since when it cannot be. Of the whole installation: to which institution a
-- notification belongs says its token.
create table bounce_mailboxes (
  name text primary key, -- a hash of server, user and folder
  uid_validity bigint, -- the numbers of messages hold as long as this one does (RFC 9051, 2.3.1.1)
  last_uid bigint not null default 0,
  tried_at timestamptz,
  read_at timestamptz, -- when it was last read to its end
  failures integer not null default 0, -- in a row
  failing_since timestamptz,
  failure text, -- a code
  next_try_at timestamptz,
  -- what was read so far
  hard bigint not null default 0,
  soft bigint not null default 0,
  delayed bigint not null default 0,
  complaints bigint not null default 0,
  others bigint not null default 0 -- none of ours, or too large to read
);
