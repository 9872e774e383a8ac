-- Erases whom a simulation named: the same deletes and updates as a real run makes (R7, R8), each in one go for all
-- contacts, without journal, seal, ledger, and without coarsening postcodes. $1: institution, $2: the simulation's run.
create temporary table leaving on commit drop as
select contact_id as id, outcome from journal where institution_id = $1 and run_id = $2 and outcome <> 'spare';
alter table leaving add primary key (id);
analyze leaving;

delete from contact_roles t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from contact_recency t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from contact_search t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from contact_criteria t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from criterion_changes t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from contact_authorisations t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from authorisation_changes t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from clicks t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from waiting_list_entries t using leaving x where t.institution_id = $1 and t.contact_id = x.id;
delete from balances t using leaving x where t.institution_id = $1 and t.contact_id = x.id;

update payments t set contact_id = null from leaving x where t.institution_id = $1 and t.contact_id = x.id;

delete from order_lines l using orders o, leaving x
 where x.outcome = 'delete' and o.institution_id = $1 and o.purchase_contact_id = x.id
   and l.institution_id = $1 and l.order_id = o.id
   and (l.cultural_contact_id is null or l.cultural_contact_id = x.id);
update order_lines t set cultural_contact_id = null from leaving x where t.institution_id = $1 and t.cultural_contact_id = x.id;

delete from orders o using leaving x
 where x.outcome = 'delete' and o.institution_id = $1 and o.purchase_contact_id = x.id
   and not exists (select from order_lines l where l.institution_id = $1 and l.order_id = o.id)
   and not exists (select from payments p where p.institution_id = $1 and p.order_id = o.id);
update orders o
   set purchase_contact_id = null,
       purchaser_country = case when x.outcome = 'anonymise' then c.country end,
       purchaser_town = case when x.outcome = 'anonymise' then c.town end,
       purchaser_postcode = case when x.outcome = 'anonymise' then c.postcode end
  from leaving x
  join contacts c on c.institution_id = $1 and c.id = x.id
 where o.institution_id = $1 and o.purchase_contact_id = x.id;

delete from contacts t using leaving x where t.institution_id = $1 and t.id = x.id;
