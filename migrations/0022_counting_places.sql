-- The lines of a quota, for counting anew what is taken of it. What was imported has no quota and costs nothing here.
create index order_lines_quota on order_lines (institution_id, quota_id) where quota_id is not null;
create index waiting_list_entries_offers on waiting_list_entries (institution_id, offer_expires_at)
  where offer_expires_at is not null;
