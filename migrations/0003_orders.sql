create table products (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  organisation_id bigint not null,
  name text not null,
  primary key (institution_id, id),
  unique (institution_id, organisation_id, name),
  foreign key (institution_id, organisation_id) references organisations
);

-- A performance is known by its product, start and end: two imported rows never move each other's dates.
create table performances (
  institution_id bigint not null,
  id bigint generated always as identity,
  product_id bigint not null,
  starts_at timestamptz,
  ends_at timestamptz,
  primary key (institution_id, id),
  unique nulls not distinct (institution_id, product_id, starts_at, ends_at),
  check (starts_at is not null or ends_at is not null),
  foreign key (institution_id, product_id) references products
);

-- activity_* and has_sale are what the lines say by R1a-R1c and R2, kept beside the purchase contact
-- (src/orders/activity.ts): the walk then reads one index entry per order instead of one per line.
create table orders (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  number text not null,
  organisation_id bigint not null,
  purchase_contact_id bigint,
  ordered_on date not null,
  activity_on date,
  activity_source activity_source,
  activity_organisation_id bigint,
  has_sale boolean not null default false,
  -- where the audience comes from, filled when the order is unlinked (R8)
  purchaser_country text,
  purchaser_town text,
  purchaser_postcode text,
  primary key (institution_id, id),
  unique (institution_id, number),
  foreign key (institution_id, organisation_id) references organisations,
  foreign key (institution_id, purchase_contact_id) references contacts
);
create index orders_purchase_contact on orders (institution_id, purchase_contact_id, activity_on)
  include (activity_source, activity_organisation_id, has_sale) where purchase_contact_id is not null;

create index orders_purchaser_postcode on orders (institution_id, purchaser_country, purchaser_postcode)
  where purchaser_postcode is not null or purchaser_town is not null;

create table order_lines (
  institution_id bigint not null,
  id bigint generated always as identity,
  order_id bigint not null,
  line text not null,
  organisation_id bigint not null,
  product_id bigint,
  performance_id bigint,
  state text not null check (state in ('option', 'reserved', 'sold', 'expired', 'cancelled')),
  -- the last state reached by the person's act: what a cancelled or expired line once was
  reached activity_source not null check (reached in ('option', 'option-confirmed', 'reservation', 'sale')),
  option_confirmed_on date,
  sold_on date,
  valid_until date,
  cultural_contact_id bigint,
  attendance_on date, -- the date of a reservation or sale by R2, for the cultural contact (R1c)
  beneficiary_first_name text,
  beneficiary_last_name text,
  beneficiary_country text,
  price_minor bigint,
  currency text,
  primary key (institution_id, id),
  unique (institution_id, order_id, line),
  foreign key (institution_id, order_id) references orders,
  foreign key (institution_id, organisation_id) references organisations,
  foreign key (institution_id, product_id) references products,
  foreign key (institution_id, performance_id) references performances,
  foreign key (institution_id, cultural_contact_id) references contacts
);
create index order_lines_cultural_contact on order_lines (institution_id, cultural_contact_id, attendance_on)
  include (reached, organisation_id) where cultural_contact_id is not null;
create index order_lines_performance on order_lines (institution_id, performance_id) where performance_id is not null;

create table payments (
  institution_id bigint not null,
  id bigint generated always as identity,
  organisation_id bigint not null,
  contact_id bigint,
  order_id bigint,
  amount_minor bigint not null,
  currency text not null,
  method text not null,
  paid_at timestamptz not null,
  primary key (institution_id, id),
  foreign key (institution_id, organisation_id) references organisations,
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, order_id) references orders
);
create index payments_contact on payments (institution_id, contact_id) where contact_id is not null;
create index payments_order on payments (institution_id, order_id) where order_id is not null;

-- positive: the contact owes (debt); negative: the institution owes (credit); never netted (R5)
create table balances (
  institution_id bigint not null,
  contact_id bigint not null,
  organisation_id bigint not null,
  currency text not null,
  amount_minor bigint not null,
  primary key (institution_id, contact_id, organisation_id, currency),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, organisation_id) references organisations
);

create table waiting_list_entries (
  institution_id bigint not null,
  id bigint generated always as identity,
  contact_id bigint not null,
  organisation_id bigint not null,
  performance_id bigint not null,
  signed_up_on date not null,
  state text not null check (state in ('open', 'served', 'cancelled')),
  primary key (institution_id, id),
  unique (institution_id, contact_id, performance_id, signed_up_on),
  foreign key (institution_id, contact_id) references contacts,
  foreign key (institution_id, organisation_id) references organisations,
  foreign key (institution_id, performance_id) references performances
);
create index waiting_list_entries_activity
  on waiting_list_entries (institution_id, contact_id, signed_up_on) include (organisation_id, state, performance_id);
