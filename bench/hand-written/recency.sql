-- The GDPR recency of every individual and relay by R1 (latest day; on one day, the source later in the table), in one
-- statement over the tables themselves. $1: institution.
-- Day, source and organisation are packed into one number, so that one hash aggregate finds the latest: `distinct on`
-- with its sort took longer, and a baseline should be the best that one would write by hand.
with latest as (
  select contact_id, max(((day - date '2000-01-01')::bigint << 40) + (source << 36) + organisation_id) as packed
    from (
      select purchase_contact_id as contact_id, activity_on as day,
             case activity_source when 'option' then 1 when 'option-confirmed' then 2 when 'reservation' then 3 else 4 end::bigint as source,
             coalesce(activity_organisation_id, 0) as organisation_id
        from orders
       where institution_id = $1 and purchase_contact_id is not null and activity_on is not null
      union all
      select cultural_contact_id, attendance_on, case reached when 'sale' then 4 else 3 end, organisation_id
        from order_lines
       where institution_id = $1 and cultural_contact_id is not null and attendance_on is not null
      union all
      select contact_id, signed_up_on, 5, organisation_id from waiting_list_entries where institution_id = $1
      union all
      select contact_id, clicked_on, 6, 0 from clicks where institution_id = $1 and explicit
      union all
      select c.contact_id, c.changed_on, 7, coalesce(k.organisation_id, 0)
        from criterion_changes c
        join criteria k on k.institution_id = c.institution_id and k.id = c.criterion_id
       where c.institution_id = $1 and c.changed_by in ('contact', 'operator') and c.requested
         and c.value_after is distinct from c.value_before
      union all
      select contact_id, changed_on, 8, 0
        from authorisation_changes
       where institution_id = $1 and changed_by in ('contact', 'operator') and requested and value_after <> value_before and any_yes_after
    ) activity
   group by contact_id
)
insert into contact_recency (institution_id, contact_id, recency, source, organisation_id, computed_at)
select c.institution_id, c.id, coalesce(date '2000-01-01' + (l.packed >> 40)::integer, c.created_on),
       coalesce(('{creation,option,option-confirmed,reservation,sale,waiting-list,click,criterion,authorisation}'::activity_source[])
                  [((l.packed >> 36) & 15)::integer + 1], 'creation'),
       nullif(l.packed & ((1::bigint << 36) - 1), 0), now()
  from contacts c
  left join latest l on l.contact_id = c.id
 where c.institution_id = $1 and c.kind in ('individual', 'relay');
