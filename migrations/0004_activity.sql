-- R1, one branch per line of its table. `source` and its order in the type activity_source break ties:
-- of several activities on one day the one later in the table is the source. R1h (creation) is not
-- here, because it counts only where there is none of these.
create view activity with (security_invoker = true) as
  -- R1a, R1b, R1c as purchase contact: the latest act of each order, dated by R2
  select institution_id, purchase_contact_id as contact_id, activity_on as day, activity_source as source,
         activity_organisation_id as organisation_id
    from orders
   where purchase_contact_id is not null and activity_on is not null
  union all
  -- R1c as cultural contact
  select institution_id, cultural_contact_id, attendance_on, reached, organisation_id
    from order_lines
   where cultural_contact_id is not null and attendance_on is not null
  union all
  -- R1d
  select institution_id, contact_id, signed_up_on, 'waiting-list', organisation_id
    from waiting_list_entries
  union all
  -- R1e
  select institution_id, contact_id, clicked_on, 'click', null
    from clicks
   where explicit
  union all
  -- R1f: by the contact or on its request, and only where the value changed
  select c.institution_id, c.contact_id, c.changed_on, 'criterion', k.organisation_id
    from criterion_changes c
    join criteria k on k.institution_id = c.institution_id and k.id = c.criterion_id
   where c.changed_by in ('contact', 'operator') and c.value_after is distinct from c.value_before
  union all
  -- R1g: likewise, and at least one authorisation is "yes" after the change
  select institution_id, contact_id, changed_on, 'authorisation', null
    from authorisation_changes
   where changed_by in ('contact', 'operator') and value_after <> value_before and any_yes_after;
