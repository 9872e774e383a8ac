-- What customers are told is looked for each two minutes: by the moment an order was placed, or something was paid.
create index orders_placed on orders (institution_id, placed_at) where placed_at is not null;
create index payments_paid on payments (institution_id, paid_at);
