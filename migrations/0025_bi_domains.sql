-- R20: what is known of contacts, as views for any BI tool. A tool logs in with a database role of its own, which reads
-- these views, of one institution, and nothing else.

do $$
begin
  if not exists (select from pg_roles where rolname = 'rappel_bi') then
    create role rappel_bi nologin nosuperuser nobypassrls;
  end if;
exception when duplicate_object or unique_violation then null; -- two databases of one server migrated at once
end $$;

-- Which institution a log-in reads. It is looked up before an institution is known, so it is no institution's table
-- (no policy, on a cluster only on the coordinator). Nothing personal; only the function below and the owner read it.
create table bi_log_ins (
  log_in text primary key check (log_in ~ '^rappel_bi_[a-z0-9_]+$'), -- the name of the database role
  institution bigint not null,
  name text not null check (char_length(name) between 1 and 100), -- what it is for
  created_at timestamptz not null
);

create schema bi;
grant usage on schema bi to rappel_bi, rappel_app;

-- The institution of the log-in. A setting says nothing here, because whoever may run SQL may set it; `session_user` is who
-- logged in, whatever is set since. Without a row (never made, or revoked): null, and the views are empty.
create function bi.log_in_institution() returns bigint language sql stable security definer
  set search_path = pg_catalog, public as $$
  select institution from public.bi_log_ins where log_in = session_user::text
$$;

-- The back office reads the same views under its own role, which no log-in of a tool can take.
create function bi.institution() returns bigint language sql stable
  return case when current_user = 'rappel_app' then public.current_institution() else bi.log_in_institution() end;

-- The views belong to the owner of the tables, so that a tool needs no right on any table; `security_barrier` keeps a
-- function of the tool's own from being called on rows of another institution before they are sorted out. Contacts whose
-- file is not free to all, or whose processing is restricted (art. 18), are in none of them; erased ones are nowhere.
create view bi.contact_base with (security_barrier = true) as
  select c.id as contact_id, c.number, c.kind, s.company_name as structure, c.title, c.first_name, c.last_name,
         c.company_name, c.email, c.phone, c.mobile, c.birth_date, c.language, c.street, c.postcode, c.town, c.country,
         c.created_on, c.valid_until,
         array(select r.role from contact_roles r
                where r.institution_id = c.institution_id and r.contact_id = c.id
                  and (r.valid_until is null or r.valid_until >= current_date) order by r.role) as roles,
         a.created_at as account_created_at,
         -- R7
         case when exists (select from orders o
                            where o.institution_id = c.institution_id and o.purchase_contact_id = c.id and o.has_sale)
                or exists (select from order_lines l
                            where l.institution_id = c.institution_id and l.cultural_contact_id = c.id and l.reached = 'sale')
                or exists (select from payments p where p.institution_id = c.institution_id and p.contact_id = c.id)
              then 'customer' else 'prospect' end as status
    from contacts c
    left join contacts s on s.institution_id = c.institution_id and s.id = c.structure_id and s.confidentiality = 'free'
    left join customer_accounts a on a.institution_id = c.institution_id and a.contact_id = c.id
   where c.institution_id = (select bi.institution()) and c.confidentiality = 'free' and c.restricted_on is null;

create view bi.contact_profile with (security_barrier = true) as
  select c.id as contact_id, c.number, r.recency, r.source::text as recency_source, o.name as recency_organisation,
         r.computed_at as recency_computed_at,
         coalesce(a.institution, 'none') as marketing_institution, coalesce(a.third_parties, 'none') as marketing_third_parties,
         coalesce(a.partners, 'none') as marketing_partners, coalesce(a.email, 'none') as channel_email,
         coalesce(a.sms, 'none') as channel_sms, coalesce(a.phone, 'none') as channel_phone, coalesce(a.post, 'none') as channel_post,
         k.criteria, b.balances
    from contacts c
    left join contact_recency r on r.institution_id = c.institution_id and r.contact_id = c.id
    left join organisations o on o.institution_id = c.institution_id and o.id = r.organisation_id
    left join lateral (
      select max(value) filter (where authorisation = 'institution') as institution,
             max(value) filter (where authorisation = 'third-parties') as third_parties,
             max(value) filter (where authorisation = 'partners') as partners,
             max(value) filter (where authorisation = 'email') as email,
             max(value) filter (where authorisation = 'sms') as sms,
             max(value) filter (where authorisation = 'phone') as phone,
             max(value) filter (where authorisation = 'post') as post
        from contact_authorisations x where x.institution_id = c.institution_id and x.contact_id = c.id) a on true
    left join lateral (
      select coalesce(jsonb_object_agg(coalesce(g.name || ' · ', '') || q.name, x.value), '{}') as criteria
        from contact_criteria x
        join criteria q on q.institution_id = x.institution_id and q.id = x.criterion_id
        left join organisations g on g.institution_id = q.institution_id and g.id = q.organisation_id
       where x.institution_id = c.institution_id and x.contact_id = c.id) k on true
    left join lateral (
      select coalesce(jsonb_agg(jsonb_build_object('organisation', g.name, 'currency', x.currency,
                                                   'amount_minor', x.amount_minor) order by g.name, x.currency), '[]') as balances
        from balances x
        join organisations g on g.institution_id = x.institution_id and g.id = x.organisation_id
       where x.institution_id = c.institution_id and x.contact_id = c.id and x.amount_minor <> 0) b on true
   where c.institution_id = (select bi.institution()) and c.confidentiality = 'free' and c.restricted_on is null;

-- A row is an activity (R1), or a line of an order; of a ticket that somebody else bought nothing of the buyer.
create view bi.contact_activity with (security_barrier = true) as
  select x.contact_id, c.number, x.day, x.source, g.name as organisation, x.subject, x.performance_starts_at,
         x.order_number, x.state, x.quantity, x.price_minor, x.currency
    from (
      select o.institution_id, o.purchase_contact_id as contact_id, coalesce(l.attendance_on, o.ordered_on) as day,
             l.reached::text as source, l.organisation_id, p.name as subject, f.starts_at as performance_starts_at,
             o.number as order_number, l.state, 1 as quantity, l.price_minor, l.currency
        from orders o
        join order_lines l on l.institution_id = o.institution_id and l.order_id = o.id
        left join performances f on f.institution_id = l.institution_id and f.id = l.performance_id
        left join products p on p.institution_id = l.institution_id and p.id = coalesce(l.product_id, f.product_id)
      union all
      select l.institution_id, l.cultural_contact_id, coalesce(l.attendance_on, o.ordered_on), l.reached::text,
             l.organisation_id, p.name, f.starts_at, null, l.state, 1, null, null
        from order_lines l
        join orders o on o.institution_id = l.institution_id and o.id = l.order_id
                     and o.purchase_contact_id is distinct from l.cultural_contact_id
        left join performances f on f.institution_id = l.institution_id and f.id = l.performance_id
        left join products p on p.institution_id = l.institution_id and p.id = coalesce(l.product_id, f.product_id)
      union all
      select w.institution_id, w.contact_id, w.signed_up_on, 'waiting-list', w.organisation_id, p.name, f.starts_at, null,
             w.state, w.quantity, null, null
        from waiting_list_entries w
        left join performances f on f.institution_id = w.institution_id and f.id = w.performance_id
        left join products p on p.institution_id = w.institution_id and p.id = f.product_id
      union all
      select k.institution_id, k.contact_id, k.clicked_on, 'click', null, m.name, null, null, null, null, null, null
        from clicks k
        left join campaigns m on m.institution_id = k.institution_id and m.id = k.campaign_id
       where k.explicit
      union all
      select k.institution_id, k.contact_id, k.changed_on, 'criterion', q.organisation_id, q.name, null, null, k.value_after,
             null, null, null
        from criterion_changes k
        join criteria q on q.institution_id = k.institution_id and q.id = k.criterion_id
       where k.changed_by in ('contact', 'operator') and k.requested
      union all
      select k.institution_id, k.contact_id, k.changed_on, 'authorisation', null, k.authorisation, null, null, k.value_after,
             null, null, null
        from authorisation_changes k
       where k.changed_by in ('contact', 'operator') and k.requested
    ) x
    join contacts c on c.institution_id = x.institution_id and c.id = x.contact_id
                   and c.confidentiality = 'free' and c.restricted_on is null
    left join organisations g on g.institution_id = x.institution_id and g.id = x.organisation_id
   where x.institution_id = (select bi.institution()) and c.institution_id = (select bi.institution());

grant select on bi.contact_base, bi.contact_profile, bi.contact_activity to rappel_bi, rappel_app;

-- The labels of the personal data map (a test compares them).
comment on column bi.contact_base.contact_id is 'Contact (identifiant interne) / Contact (internal id)';
comment on column bi.contact_base.number is 'Numéro / Number';
comment on column bi.contact_base.kind is 'Type / Kind';
comment on column bi.contact_base.structure is 'Structure / Structure';
comment on column bi.contact_base.title is 'Civilité / Title';
comment on column bi.contact_base.first_name is 'Prénom / First name';
comment on column bi.contact_base.last_name is 'Nom / Last name';
comment on column bi.contact_base.company_name is 'Raison sociale / Company name';
comment on column bi.contact_base.email is 'E-mail / E-mail';
comment on column bi.contact_base.phone is 'Téléphone / Phone';
comment on column bi.contact_base.mobile is 'Mobile / Mobile';
comment on column bi.contact_base.birth_date is 'Date de naissance / Birth date';
comment on column bi.contact_base.language is 'Langue / Language';
comment on column bi.contact_base.street is 'Rue / Street';
comment on column bi.contact_base.postcode is 'Code postal / Postcode';
comment on column bi.contact_base.town is 'Localité / Town';
comment on column bi.contact_base.country is 'Pays / Country';
comment on column bi.contact_base.created_on is 'Créé le / Created on';
comment on column bi.contact_base.valid_until is 'Valable jusqu’au / Valid until';
comment on column bi.contact_base.roles is 'Rôles / Roles';
comment on column bi.contact_base.account_created_at is 'Compte créé le / Account created at';
comment on column bi.contact_base.status is 'Prospect ou client / Prospect or customer';
comment on column bi.contact_profile.contact_id is 'Contact (identifiant interne) / Contact (internal id)';
comment on column bi.contact_profile.number is 'Numéro / Number';
comment on column bi.contact_profile.recency is 'Récence GDPR / GDPR recency';
comment on column bi.contact_profile.recency_source is 'Activité déterminante / Source activity';
comment on column bi.contact_profile.recency_organisation is 'Organisme de l’activité / Organisation of the activity';
comment on column bi.contact_profile.recency_computed_at is 'Récence calculée le / Recency computed at';
comment on column bi.contact_profile.marketing_institution is 'Informations de l’institution / Marketing by the institution';
comment on column bi.contact_profile.marketing_third_parties is 'Transmission à des tiers / Passing on to third parties';
comment on column bi.contact_profile.marketing_partners is 'Offres de partenaires / Offers from partners';
comment on column bi.contact_profile.channel_email is 'Canal e-mail / Channel e-mail';
comment on column bi.contact_profile.channel_sms is 'Canal SMS / Channel SMS';
comment on column bi.contact_profile.channel_phone is 'Canal téléphone / Channel telephone';
comment on column bi.contact_profile.channel_post is 'Canal courrier / Channel post';
comment on column bi.contact_profile.criteria is 'Critères / Criteria';
comment on column bi.contact_profile.balances is 'Soldes (unités mineures) / Balances (minor units)';
comment on column bi.contact_activity.contact_id is 'Contact (identifiant interne) / Contact (internal id)';
comment on column bi.contact_activity.number is 'Numéro / Number';
comment on column bi.contact_activity.day is 'Jour / Day';
comment on column bi.contact_activity.source is 'Activité / Activity';
comment on column bi.contact_activity.organisation is 'Organisme / Organisation';
comment on column bi.contact_activity.subject is 'Objet / Subject';
comment on column bi.contact_activity.performance_starts_at is 'Début de la séance / Performance starts at';
comment on column bi.contact_activity.order_number is 'Commande / Order';
comment on column bi.contact_activity.state is 'État ou valeur / State or value';
comment on column bi.contact_activity.quantity is 'Nombre / Number';
comment on column bi.contact_activity.price_minor is 'Prix (unités mineures) / Price (minor units)';
comment on column bi.contact_activity.currency is 'Monnaie / Currency';
