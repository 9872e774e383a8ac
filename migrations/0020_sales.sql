-- What is sold (catalogue), where (points of sale), how (baskets, prices, payments), and the accounts of customers.

create table seasons (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  name text not null,
  starts_on date,
  ends_on date,
  primary key (institution_id, id),
  unique (institution_id, name),
  check (ends_on >= starts_on)
);

-- A box office or a shop (R17). The policy's state is what the last look at its address found.
create table points_of_sale (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  organisation_id bigint not null,
  kind text not null check (kind in ('box-office', 'shop')),
  name text not null,
  slug text, -- the shop's address, /shop/<slug>; null for a box office
  state text not null default 'open' check (state in ('open', 'closed')),
  policy_address text,
  policy_version_id bigint, -- the text last read at the address; null: none, or it could not be read
  policy_checked_at timestamptz,
  policy_failure text, -- a code; null: the last look went well
  texts jsonb not null default '{}', -- by locale and name, what the shop says of itself
  theme jsonb not null default '{}', -- colours and the like
  online_payment boolean not null default false,
  pay_at_counter boolean not null default true,
  option_days integer not null default 7 check (option_days between 0 and 365), -- 0: this point of sale gives no options
  reservation_days integer not null default 14 check (reservation_days between 1 and 365),
  version bigint not null default 1,
  primary key (institution_id, id),
  unique (institution_id, organisation_id, name),
  check ((kind = 'shop') = (slug is not null)),
  foreign key (institution_id, organisation_id) references organisations
);

-- Which institution a shop's address belongs to: read before the institution is known, so no institution's table
-- (no policy, on a cluster only on the coordinator). Nothing personal.
create table shop_addresses (
  slug text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  institution bigint not null,
  point_of_sale bigint not null
);
grant select, insert, update, delete on shop_addresses to rappel_app;

-- The texts that were read at a policy's address: an approval names one of them (R18).
create table policy_versions (
  institution_id bigint not null,
  id bigint generated always as identity,
  point_of_sale_id bigint not null,
  address text not null,
  sha256 bytea not null,
  content bytea not null,
  content_type text not null,
  first_read_at timestamptz not null,
  last_read_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, point_of_sale_id, address, sha256),
  foreign key (institution_id, point_of_sale_id) references points_of_sale
);

-- A template of the shop that a venue wrote itself, in place of the one in shop/.
create table shop_templates (
  institution_id bigint not null,
  point_of_sale_id bigint not null,
  path text not null,
  source text not null,
  primary key (institution_id, point_of_sale_id, path),
  foreign key (institution_id, point_of_sale_id) references points_of_sale
);

alter table products
  add column kind text not null default 'event'
    check (kind in ('event', 'pass', 'gift-card', 'membership', 'merchandise', 'other')),
  add column season_id bigint,
  add column description text,
  add column valid_until date, -- of a pass: with it, it is a dated product (R2)
  add column state text not null default 'draft' check (state in ('draft', 'on-sale', 'ended')),
  add column version bigint not null default 1,
  add foreign key (institution_id, season_id) references seasons;

alter table performances
  add column venue text,
  add column state text not null default 'scheduled' check (state in ('scheduled', 'cancelled')),
  add column sale_starts_at timestamptz,
  add column sale_ends_at timestamptz,
  add column version bigint not null default 1;
create index performances_start on performances (institution_id, starts_at);

-- How many may be sold. `taken` counts standing lines, places held in baskets and offered to the waiting list; it is
-- raised only by an update that also asks whether there is room, so capacity is never oversold whatever happens at once.
create table quotas (
  institution_id bigint not null,
  id bigint generated always as identity,
  product_id bigint not null,
  performance_id bigint, -- null: of an undated product or a pass
  name text not null,
  capacity integer not null check (capacity >= 0),
  taken integer not null default 0,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, product_id, performance_id, name),
  check (taken >= 0),
  foreign key (institution_id, product_id) references products,
  foreign key (institution_id, performance_id) references performances
) with (fillfactor = 50); -- many updates of few rows: room for them on the page
create index quotas_performance on quotas (institution_id, performance_id);

-- Where a quota is for some points of sale only; no row: for all.
create table quota_points_of_sale (
  institution_id bigint not null,
  quota_id bigint not null,
  point_of_sale_id bigint not null,
  primary key (institution_id, quota_id, point_of_sale_id),
  foreign key (institution_id, quota_id) references quotas,
  foreign key (institution_id, point_of_sale_id) references points_of_sale
);

create table price_categories (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  name text not null, -- full price, reduced, child …
  position integer not null default 0,
  primary key (institution_id, id),
  unique (institution_id, name)
);

create table prices (
  institution_id bigint not null,
  id bigint generated always as identity,
  product_id bigint not null,
  performance_id bigint, -- null: of the product, where its performance has none of this category
  price_category_id bigint not null,
  amount_minor bigint not null check (amount_minor >= 0),
  currency text not null,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, product_id, performance_id, price_category_id),
  foreign key (institution_id, product_id) references products,
  foreign key (institution_id, performance_id) references performances,
  foreign key (institution_id, price_category_id) references price_categories
);

-- The basket of a browser, whoever sits before it: no contact. Swept when it expires, and its places are free again.
create table baskets (
  institution_id bigint not null,
  id uuid not null default gen_random_uuid(),
  point_of_sale_id bigint not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, point_of_sale_id) references points_of_sale
);
create index baskets_expiry on baskets (institution_id, expires_at);

-- A row is one ticket or one article. Who it is for is kept while somebody is on the way to the order.
create table basket_lines (
  institution_id bigint not null,
  id bigint generated always as identity,
  basket_id uuid not null,
  product_id bigint not null,
  performance_id bigint,
  quota_id bigint,
  price_category_id bigint,
  amount_minor bigint not null,
  currency text not null,
  cultural_contact_id bigint,
  beneficiary_first_name text,
  beneficiary_last_name text,
  primary key (institution_id, id),
  foreign key (institution_id, basket_id) references baskets on delete cascade,
  foreign key (institution_id, product_id) references products,
  foreign key (institution_id, performance_id) references performances,
  foreign key (institution_id, quota_id) references quotas,
  foreign key (institution_id, price_category_id) references price_categories,
  foreign key (institution_id, cultural_contact_id) references contacts
);
create index basket_lines_basket on basket_lines (institution_id, basket_id);
create index basket_lines_cultural_contact on basket_lines (institution_id, cultural_contact_id)
  where cultural_contact_id is not null;

alter table orders
  add column point_of_sale_id bigint,
  add column placed_at timestamptz, -- null: imported
  add column placement_key uuid, -- the same form sent twice is one order
  add foreign key (institution_id, point_of_sale_id) references points_of_sale;
create unique index orders_placement_key on orders (institution_id, placement_key) where placement_key is not null;

alter table order_lines
  add column quota_id bigint,
  add column price_category_id bigint,
  add column expires_at timestamptz, -- of an option or a reservation
  add column cancelled_at timestamptz,
  add column cancelled_by text check (cancelled_by in ('contact', 'operator', 'venue', 'expiry')),
  add column ticket_code uuid, -- what the QR code says; null: no ticket
  add foreign key (institution_id, quota_id) references quotas,
  add foreign key (institution_id, price_category_id) references price_categories;
create index order_lines_expiry on order_lines (institution_id, expires_at) where state in ('option', 'reserved');
create unique index order_lines_ticket_code on order_lines (institution_id, ticket_code) where ticket_code is not null;

alter table payments
  add column point_of_sale_id bigint,
  add column kind text not null default 'payment' check (kind in ('payment', 'refund')), -- a refund's amount is negative
  add column gift_card_id bigint,
  add foreign key (institution_id, point_of_sale_id) references points_of_sale;

create table gift_cards (
  institution_id bigint not null,
  id bigint generated always as identity,
  organisation_id bigint not null,
  code_hash bytea not null, -- 100 random bits: a plain hash is enough
  order_line_id bigint, -- where it was sold here
  initial_minor bigint not null check (initial_minor > 0),
  remaining_minor bigint not null check (remaining_minor >= 0),
  currency text not null,
  valid_until date,
  primary key (institution_id, id),
  unique (institution_id, code_hash),
  foreign key (institution_id, organisation_id) references organisations,
  foreign key (institution_id, order_line_id) references order_lines
);
alter table payments add foreign key (institution_id, gift_card_id) references gift_cards;

-- How an organisation is paid online. No row: not at all.
create table payment_providers (
  institution_id bigint not null,
  organisation_id bigint not null,
  provider text not null check (provider in ('stripe')),
  secret_key bytea not null, -- AES-256-GCM under a key derived from RAPPEL_SECRET
  webhook_secret bytea not null, -- likewise
  primary key (institution_id, organisation_id),
  foreign key (institution_id, organisation_id) references organisations
);

-- A payment that was begun at a provider. It names the payer at the provider's, so it goes with the contact; what was
-- paid is in `payments`.
create table online_payments (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  order_id bigint not null,
  organisation_id bigint not null,
  provider text not null,
  reference text not null,
  amount_minor bigint not null,
  currency text not null,
  state text not null check (state in ('open', 'paid', 'failed', 'mismatch', 'refunded')),
  payment_id bigint,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (institution_id, id),
  unique (institution_id, provider, reference),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, order_id) references orders,
  foreign key (institution_id, organisation_id) references organisations,
  foreign key (institution_id, payment_id) references payments
);
create index online_payments_contact on online_payments (institution_id, contact_id);
create index online_payments_order on online_payments (institution_id, order_id);

-- What a provider told us, each thing once.
create table payment_events (
  institution_id bigint not null references institutions,
  provider text not null,
  event text not null,
  received_at timestamptz not null,
  outcome text not null,
  primary key (institution_id, provider, event)
);

-- A place that came free is offered to the first who waits, and held meanwhile.
alter table waiting_list_entries
  add column quantity integer not null default 1 check (quantity between 1 and 20),
  add column signed_up_at timestamptz, -- null: imported, the day only
  add column quota_id bigint,
  add column price_category_id bigint,
  add column offered_at timestamptz,
  add column offer_expires_at timestamptz, -- null: nothing is offered (any more)
  add foreign key (institution_id, quota_id) references quotas,
  add foreign key (institution_id, price_category_id) references price_categories;
create index waiting_list_entries_queue on waiting_list_entries (institution_id, performance_id, signed_up_on, id)
  where state = 'open';

-- Accounts of the shops, apart from operators'. An e-mail is unique in its institution.
create table customer_accounts (
  institution_id bigint not null,
  contact_id bigint not null,
  email text not null,
  password_hash text not null,
  created_at timestamptz not null,
  last_sign_in_at timestamptz,
  primary key (institution_id, contact_id),
  foreign key (institution_id, contact_id) references contacts
);
create unique index customer_accounts_email on customer_accounts (institution_id, lower(email));

-- Somebody who wants an account and has not shown that the e-mail is theirs: no contact yet, so that robots make none.
create table customer_sign_ups (
  institution_id bigint not null,
  token_hash bytea not null,
  point_of_sale_id bigint not null,
  email text not null,
  password_hash text not null,
  first_name text not null,
  last_name text not null,
  locale text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  approved_at timestamptz, -- of the policy
  approved_address text,
  approved_version_id bigint,
  answers jsonb not null default '{}', -- authorisations answered on the form
  primary key (institution_id, token_hash),
  foreign key (institution_id, point_of_sale_id) references points_of_sale
);
create index customer_sign_ups_expiry on customer_sign_ups (institution_id, expires_at);

create table customer_sessions (
  institution_id bigint not null,
  token_hash bytea not null,
  contact_id bigint not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (institution_id, token_hash),
  foreign key (institution_id, contact_id) references contacts
);
create index customer_sessions_contact on customer_sessions (institution_id, contact_id);

-- Links good once: for a new password, or to prove a changed e-mail.
create table customer_links (
  institution_id bigint not null,
  token_hash bytea not null,
  contact_id bigint not null,
  kind text not null check (kind in ('password', 'email')),
  new_email text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (institution_id, token_hash),
  check ((kind = 'email') = (new_email is not null)),
  foreign key (institution_id, contact_id) references contacts
);
create index customer_links_contact on customer_links (institution_id, contact_id);

-- R18: who approved which text of which policy, and when.
create table policy_approvals (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  point_of_sale_id bigint not null,
  approved_at timestamptz not null,
  address text not null,
  policy_version_id bigint, -- null: the text could not be read, the address alone is known
  primary key (institution_id, id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, point_of_sale_id) references points_of_sale,
  foreign key (institution_id, policy_version_id) references policy_versions
);
create index policy_approvals_contact on policy_approvals (institution_id, contact_id);

-- Whom somebody buys for: contacts that this one made in the shop, or that were made for it at the counter (R19).
create table contact_friends (
  institution_id bigint not null,
  contact_id bigint not null,
  friend_id bigint not null,
  primary key (institution_id, contact_id, friend_id),
  check (contact_id <> friend_id),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, friend_id) references contacts
);
create index contact_friends_friend on contact_friends (institution_id, friend_id);

do $$
declare t record;
begin
  for t in
    select unnest(array['seasons', 'points_of_sale', 'policy_versions', 'shop_templates', 'quotas', 'quota_points_of_sale',
                        'price_categories', 'prices', 'baskets', 'basket_lines', 'gift_cards', 'payment_providers',
                        'online_payments', 'payment_events', 'customer_accounts', 'customer_sign_ups',
                        'customer_sessions', 'customer_links', 'policy_approvals', 'contact_friends']) as name
  loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
