-- Finding and listing contacts (src/contacts). Trigrams say how alike the names of duplicates are; the extension is trusted:
-- who may create in the database may create it.
create extension if not exists pg_trgm;

-- Who may find and open a contact: confidential ones are shown to nobody without the permission contacts.confidential,
-- of restricted ones only name and number without contacts.restricted.
alter table contacts add column confidentiality text not null default 'free'
  constraint contacts_confidentiality check (confidentiality in ('free', 'restricted', 'confidential'));

-- Lower case, without accents, ligatures written out, anything but letters and digits a space. Decomposed first, so that it
-- does not depend on the locale of the database what a capital is.
create function fold(input text) returns text language sql immutable parallel safe
  return btrim(regexp_replace(regexp_replace(lower(normalize(
    replace(replace(replace(replace(replace(replace(replace(
      input, 'ß', 'ss'), 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ø', 'o'), 'Ø', 'o'), NFKD)),
    '[\u0300-\u036f]+', '', 'g'), '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u2000-\u206f]+', ' ', 'g'));

-- The digits of a telephone number without what stands before them: 0041, +41 and 079 are one number, so that it is found by
-- its last nine digits.
create function phone_digits(input text) returns text language sql immutable parallel safe
  return ltrim(regexp_replace(input, '\D', '', 'g'), '0');

-- What a contact is found by. Narrow and apart from contacts, because a policy keeps its keys from using an index: it is read
-- by search_contacts alone (and for the order of names). Derived: whoever writes contacts refreshes it in the same transaction
-- (refreshContactSearch), and the personal data map erases it with its contact. No foreign key: its check would cost a real
-- run 5 µs a contact.
create table contact_search (
  institution_id bigint not null,
  contact_id bigint not null,
  name_key text collate "C" not null, -- last name and first name, or company: the order of a list, folded
  town_key text collate "C", -- folded, so that geneve finds Genève
  postcode_key text collate "C",
  words text not null, -- ' last first company town postcode phones ', folded
  primary key (institution_id, contact_id)
);
create index contact_search_name on contact_search (institution_id, name_key, contact_id);
create index contact_search_town on contact_search (institution_id, town_key, contact_id) where town_key is not null;
create index contact_search_postcode on contact_search (institution_id, postcode_key, contact_id)
  where postcode_key is not null;

-- What the words of a contact are found by, hashed with the institution. With `^` before them: how each word begins, so that
-- one list of the index answers, where trigrams needed one a trigram; of a telephone number its last nine digits. With `=`:
-- whole words, which are asked for first. With nothing: the word, and the word without each of its letters: two words that
-- share one of these are one misspelling apart (a letter missing, doubled, wrong, or two swapped). Hashed, because GIN never takes a key out of its index: what it keeps of an erased
-- contact's name says neither the name nor whose. The institution is in the hash, not beside it: as a column of its own it is
-- one list of everybody, which every search read (19 ms instead of 6 among a million contacts).
-- What it costs is said high: for the planner a filter by it is never cheaper than the index.
create function search_keys(institution bigint, words text) returns bigint[] language plpgsql immutable parallel safe
  cost 10000 as $$
declare
  found bigint[] := '{}';
  word text;
begin
  foreach word in array string_to_array(words, ' ') loop
    if length(word) < 3 or word < 'a' collate "C" then -- numbers are typed with care
      if length(word) >= 9 and word !~ '\D' then
        word := right(word, 9);
      end if;
      for size in 2 .. length(word) loop
        found := found || hashtextextended('^' || left(word, size), institution);
      end loop;
    else
      found := found || array[hashtextextended('=' || word, institution), hashtextextended(word, institution),
                              hashtextextended(substr(word, 2), institution)];
      for size in 2 .. length(word) loop
        found := found || array[hashtextextended('^' || left(word, size), institution),
                                hashtextextended(left(word, size - 1) || substr(word, size + 1), institution)];
      end loop;
    end if;
  end loop;
  return found;
end $$;
create function misspelling_keys(institution bigint, word text) returns bigint[] language sql immutable parallel safe
  return array(select hashtextextended(left(word, at - 1) || substr(word, at + 1), institution)
                 from generate_series(1, length(word) + 1) at);
create index contact_search_words on contact_search using gin (search_keys(institution_id, words));

-- The one place that says what a contact is found by.
create view contact_search_source with (security_invoker = true) as
  select institution_id, id as contact_id,
         coalesce(nullif(fold(concat_ws(' ', last_name, first_name)), ''), nullif(fold(company_name), ''), fold(number))
           collate "C" as name_key,
         nullif(fold(town), '') collate "C" as town_key,
         nullif(fold(postcode), '') collate "C" as postcode_key,
         concat(' ', fold(concat_ws(' ', last_name, first_name, company_name, town, postcode)), ' ',
                nullif(concat_ws(' ', phone_digits(phone), phone_digits(mobile)), '') || ' ') as words
    from contacts;

insert into contact_search (institution_id, contact_id, name_key, town_key, postcode_key, words)
select institution_id, contact_id, name_key, town_key, postcode_key, words from contact_search_source;

-- For the sorting and the filters of the list; what search_contacts replaces goes.
create index contacts_created on contacts (institution_id, created_on, id);
create index contacts_country on contacts (institution_id, country, id);
create index contacts_restricted on contacts (institution_id, id) where restricted_on is not null;
create index contact_recency_recency on contact_recency (institution_id, recency, contact_id);
create index contact_roles_role on contact_roles (institution_id, role, contact_id);
create index balances_open on balances (institution_id, contact_id) where amount_minor <> 0;
create index contact_authorisations_answer on contact_authorisations (institution_id, authorisation, value, contact_id);
drop function find_contacts;
drop index contacts_last_name, contacts_company_name;

-- Who is meant by what was typed, the likeliest first. It runs as its owner, whom no policy keeps from an index, and gives ids
-- of the running transaction's institution only. How it was found: 0 by the number, 1 by the e-mail, 2 by how the name
-- begins, 3 the number, 4 the e-mail; 5 by a telephone number, 6 by words in any order, 7 by similar words, where nothing
-- else was found.
create function search_contacts(institution bigint, typed text, most integer)
  returns table (contact_id bigint, rank integer, name_key text)
  language plpgsql stable security definer set search_path = public
  set max_parallel_workers_per_gather = 0 as $$ -- to start workers took longer than most searches
declare
  last_letter constant text := chr(1114111);
  folded constant text := fold(typed);
  plain constant text := lower(btrim(typed));
  digits text := phone_digits(typed);
  parts text[];
  nearly text;
  found integer := 0;
  more integer;
begin
  if institution is distinct from current_institution() or plain = '' then return; end if;

  return query
    with exact as (
      select c.id, 0 as rank from contacts c where c.institution_id = institution and lower(c.number) = plain
      union all
      (select c.id, 1 from contacts c where c.institution_id = institution and lower(c.email) = plain limit most)
      union all
      (select s.contact_id, 2 from contact_search s
        where folded <> '' and s.institution_id = institution and s.name_key >= folded collate "C"
          and s.name_key < (folded || last_letter) collate "C"
        order by s.name_key, s.contact_id limit most)
      union all
      (select c.id, 3 from contacts c
        where c.institution_id = institution and lower(c.number) ~>=~ plain and lower(c.number) ~<~ (plain || last_letter)
        order by lower(c.number) using ~<~ limit most)
      union all
      (select c.id, 4 from contacts c
        where c.institution_id = institution and c.email is not null
          and lower(c.email) ~>=~ plain and lower(c.email) ~<~ (plain || last_letter)
        order by lower(c.email) using ~<~ limit most)
    )
    select s.contact_id, min(e.rank), s.name_key::text
      from exact e join contact_search s on s.institution_id = institution and s.contact_id = e.id
     group by s.contact_id, s.name_key
     order by 2, 3, 1 limit most;
  get diagnostics found = row_count;
  if found >= most then return; end if;

  -- A telephone number is typed with its country's code or without.
  if length(digits) >= 5 and typed !~ '[^-0-9+()./ ]' then
    return query
      select s.contact_id, 5, s.name_key::text from contact_search s
       where s.institution_id = institution
         and search_keys(s.institution_id, s.words) @> array[hashtextextended('^' || right(digits, 9), institution)]
         and s.words like '%' || right(digits, 9) || '%' limit most;
    get diagnostics more = row_count;
    if found + more > 0 then return; end if;
  end if;

  select array_agg(part) into parts
    from (select distinct part from string_to_table(folded, ' ') part where length(part) > 1 limit 8) p;
  if parts is null then return; end if;

  -- The whole words first: where they are on many contacts, these are meant.
  if not exists (select from unnest(parts) part where length(part) < 3 or part < 'a' collate "C") then
    return query
      select s.contact_id, 6, s.name_key::text from contact_search s
       where s.institution_id = institution and search_keys(s.institution_id, s.words)
             @> array(select hashtextextended('=' || part, institution) from unnest(parts) part) limit most;
    get diagnostics more = row_count;
    if more >= most then return; end if;
    found := found + more;
  end if;
  return query
    select s.contact_id, 6, s.name_key::text from contact_search s
     where s.institution_id = institution and search_keys(s.institution_id, s.words)
           @> array(select hashtextextended('^' || part, institution) from unnest(parts) part) limit most;
  get diagnostics more = row_count;
  if found + more > 0 then return; end if;

  -- As many conditions as words.
  select string_agg(case when length(part) < 3 or part < 'a' collate "C"
                         then format('search_keys(s.institution_id, s.words) @> array[hashtextextended(''^'' || $2[%s], $1)]', at)
                         else format('search_keys(s.institution_id, s.words) && misspelling_keys($1, $2[%s])', at) end, ' and ')
    into nearly from unnest(parts) with ordinality as numbered (part, at);
  return query execute 'select s.contact_id, 7, s.name_key::text from contact_search s where s.institution_id = $1 and '
    || nearly || ' limit $3' using institution, parts, most;
end $$;
revoke execute on function search_contacts from public;
grant execute on function search_contacts to rappel_app;

alter table contact_search enable row level security;
create policy own_institution on contact_search to rappel_app using (institution_id = current_institution());
grant select, insert, update, delete on contact_search to rappel_app;
grant select on contact_search_source to rappel_app;
