-- Targets, campaigns, their recipients, and what is known of their links (R22-R32).

-- A set of contacts (R28). `dynamic`: the query is computed at each use; `static`: its members were written down once.
create table targets (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  code text not null check (char_length(code) between 1 and 40),
  name text not null check (char_length(name) between 1 and 200),
  type text not null check (type in ('static', 'dynamic')),
  description text not null default '',
  query jsonb not null, -- rules over known fields (src/targets); compiled to parameters at each use, never kept as SQL
  volume integer, -- as last counted
  counted_at timestamptz,
  frozen_at timestamptz, -- static: when its members were written down
  archived_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  primary key (institution_id, id),
  unique (institution_id, code),
  check (type = 'static' or frozen_at is null)
);

create table target_members (
  institution_id bigint not null,
  target_id bigint not null,
  contact_id bigint not null,
  primary key (institution_id, target_id, contact_id),
  foreign key (institution_id, target_id) references targets,
  foreign key (institution_id, contact_id) references contacts
);
create index target_members_contact on target_members (institution_id, contact_id);

-- A message to targets over a channel. What an import of clicks names is a campaign of another tool: `imported`.
alter table campaigns
  add column type text not null default 'marketing'
    check (type in ('marketing', 'consent-renewal', 'purchase-information')),
  add column channel text not null default 'email' check (channel in ('email', 'sms', 'phone', 'post')),
  add column state text not null default 'imported'
    check (state in ('imported', 'draft', 'scheduled', 'preparing', 'sending', 'paused', 'sent', 'cancelled')),
  add column description text not null default '',
  -- R24, beyond: what a campaign about purchases is about, and why it is needed
  add column performance_id bigint,
  add column reason text,
  add column organisation_id bigint, -- in whose name it is written; null: the institution's
  add column sender_name text, -- null: the name of the organisation or institution
  add column reply_to text,
  add column default_language text not null default 'fr' check (default_language in ('fr', 'en')),
  add column tracked boolean not null default true, -- R32: whether addresses in the text become tracked links
  add column rate_per_minute integer check (rate_per_minute > 0), -- null: as fast as the mail server takes them
  add column scheduled_at timestamptz,
  add column prepared_at timestamptz, -- when its recipients were written down
  add column started_at timestamptz,
  add column ended_at timestamptz,
  add column failure text, -- a code: why it was paused by itself
  add column created_at timestamptz,
  add column version integer not null default 1,
  add foreign key (institution_id, performance_id) references performances,
  add foreign key (institution_id, organisation_id) references organisations,
  add check (type <> 'purchase-information' or (performance_id is not null and reason is not null));
create index campaigns_at_work on campaigns (institution_id, scheduled_at)
  where state in ('scheduled', 'preparing', 'sending');

-- Who is in it, and who is left out of it in any case.
create table campaign_targets (
  institution_id bigint not null,
  campaign_id bigint not null,
  target_id bigint not null,
  left_out boolean not null default false,
  primary key (institution_id, campaign_id, target_id),
  foreign key (institution_id, campaign_id) references campaigns,
  foreign key (institution_id, target_id) references targets
);

-- What it says, in each language it is written in. A contact gets it in its own, or in the campaign's default one.
create table campaign_contents (
  institution_id bigint not null,
  campaign_id bigint not null,
  language text not null check (language in ('fr', 'en')),
  subject text not null default '', -- Liquid
  preheader text not null default '', -- Liquid
  body text not null default '', -- e-mail: MJML with Liquid; SMS: text with Liquid
  text_body text, -- the plain part, Liquid; null: made from the body
  primary key (institution_id, campaign_id, language),
  foreign key (institution_id, campaign_id) references campaigns
);

-- The addresses in its text. Written down when it is prepared; the signed link of a recipient names one by its id.
create table campaign_links (
  institution_id bigint not null,
  id bigint generated always as identity,
  campaign_id bigint not null,
  -- link: an address of the text; decoy: one that people do not see (R32)
  kind text not null default 'link' check (kind in ('link', 'decoy')),
  url text not null,
  primary key (institution_id, id),
  unique (institution_id, campaign_id, kind, url),
  foreign key (institution_id, campaign_id) references campaigns
);

-- One row per contact of a campaign's targets: why it was left out (R27), or what became of its message. `sending` is
-- committed before a message is handed over and `sent` after it: what a killed process leaves in between is `undecided`,
-- is sent to nobody again by itself, and is shown for a decision. An erased contact's row stays for the counts, unlinked.
create table campaign_recipients (
  institution_id bigint not null,
  id bigint generated always as identity,
  campaign_id bigint not null,
  contact_id bigint,
  state text not null
    check (state in ('queued', 'sending', 'sent', 'excluded', 'undecided', 'failed', 'bounced', 'cancelled')),
  reason text, -- of `excluded` (src/campaigns/reasons.ts), or the code of a failure or bounce
  language text check (language in ('fr', 'en')),
  attempts smallint not null default 0,
  next_attempt_at timestamptz, -- of one that the mail server put off
  taken_at timestamptz, -- when it became `sending`
  sent_at timestamptz,
  bounced_at timestamptz,
  clicked_at timestamptz, -- the first explicit click (R32)
  unsubscribed_at timestamptz, -- a refusal by a link of this message (R31)
  primary key (institution_id, id),
  unique (institution_id, campaign_id, contact_id),
  foreign key (institution_id, campaign_id) references campaigns,
  foreign key (institution_id, contact_id) references contacts
);
create index campaign_recipients_contact on campaign_recipients (institution_id, contact_id) where contact_id is not null;
create index campaign_recipients_state on campaign_recipients (institution_id, campaign_id, state, id);

-- Addresses that are not written to again although nobody of the file refuses it: who refused and was forgotten, and whose
-- mailbox does not exist. Only a keyed hash is kept (address_hash), which outlives the contact.
create table suppressions (
  institution_id bigint not null references institutions,
  channel text not null check (channel in ('email', 'sms', 'phone', 'post')),
  address_hash bytea not null,
  reason text not null check (reason in ('refused', 'bounced', 'complained')),
  suppressed_on date not null,
  primary key (institution_id, channel, address_hash)
);

-- Keyed by the institution's secret of 32 random bytes (institutions.erased_number_key): nobody without it can try addresses.
create function address_hash(key bytea, address text) returns bytea language sql immutable parallel safe
  return sha256(key || convert_to(lower(btrim(address)), 'UTF8'));

-- A person who refuses to be tracked gets plain links (R30).
alter table contacts add column tracking_refused_on date;

-- R32: hits on tracked links. `explicit` is what the setting says at the time; what is not counted stays with its reason.
alter table clicks
  add column recipient_id bigint,
  add column link_id bigint,
  add column uncounted text -- why it looks automatic
    check (uncounted in ('method', 'prefetch', 'scanner', 'burst', 'decoy', 'unconfirmed', 'reclassified')),
  add column reclassified_by bigint, -- the operator who decided otherwise
  add foreign key (institution_id, recipient_id) references campaign_recipients,
  add foreign key (institution_id, link_id) references campaign_links,
  add foreign key (institution_id, reclassified_by) references operators;
create index clicks_recipient on clicks (institution_id, recipient_id) where recipient_id is not null;

alter table institutions
  add column click_counting text not null default 'human' check (click_counting in ('any', 'human', 'confirmed'));

do $$
declare t record;
begin
  for t in select unnest(array['targets', 'target_members', 'campaign_targets', 'campaign_contents', 'campaign_links',
                               'campaign_recipients', 'suppressions']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
