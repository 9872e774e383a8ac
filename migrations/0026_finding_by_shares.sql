-- Searching reads a share of the contacts first. The index gives all who have a word before the first of them is read, and one
-- misspelling of a town may be one letter from every third contact (58 ms among a million): with one of eight shares in the
-- hash beside the institution, the first hundred of them come from an eighth.

-- What a word is found by in some shares: `=` the whole word, `^` its beginning, `~` what it shares with its misspellings.
create function word_keys(way text, shares bigint[], word text) returns bigint[] language sql immutable parallel safe
  return case when way = '~' then array(select key from unnest(shares) share, unnest(misspelling_keys(share, word)) key)
              else array(select hashtextextended(way || word, share) from unnest(shares) share) end;

drop index contact_search_words;
create index contact_search_words on contact_search using gin (search_keys(institution_id * 8 + contact_id % 8, words));

-- Who is meant by what was typed, the likeliest first. It runs as its owner, whom no policy keeps from an index, and gives ids
-- of the running transaction's institution only. How it was found: 0 by the number, 1 by the e-mail, 2 by how the name
-- begins, 3 the number, 4 the e-mail; 5 by a telephone number, 6 by words in any order, 7 by similar words, where nothing
-- else was found.
create or replace function search_contacts(institution bigint, typed text, most integer)
  returns table (contact_id bigint, rank integer, name_key text)
  language plpgsql stable security definer set search_path = public
  set max_parallel_workers_per_gather = 0 as $$ -- to start workers took longer than most searches
declare
  last_letter constant text := chr(1114111);
  folded constant text := fold(typed);
  plain constant text := lower(btrim(typed));
  digits text := phone_digits(typed);
  parts text[];
  conditions text;
  way text;
  all_shares constant bigint[] := array(select institution * 8 + share from generate_series(0, 7) share);
  shares bigint[];
  of_way integer;
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
         and search_keys(s.institution_id * 8 + s.contact_id % 8, s.words) && word_keys('^', all_shares, right(digits, 9))
         and s.words like '%' || right(digits, 9) || '%' limit most;
    get diagnostics more = row_count;
    if found + more > 0 then return; end if;
  end if;

  select array_agg(part) into parts
    from (select distinct part from string_to_table(folded, ' ') part where length(part) > 1 limit 8) p;
  if parts is null then return; end if;

  -- Whole words, then beginnings of words, and where there are none, words one misspelling apart. Of a frequent word the first
  -- share has enough; of a rare one all eight are read in as good as no time.
  foreach way in array array['=', '^', '~'] loop
    continue when way = '=' and exists (select from unnest(parts) part where length(part) < 3 or part < 'a' collate "C");
    exit when found >= most or (way = '~' and found > 0);
    select string_agg(
             format('search_keys(s.institution_id * 8 + s.contact_id %% 8, s.words) && word_keys(%L, $2, $3[%s])',
                    case when way = '~' and (length(part) < 3 or part < 'a' collate "C") then '^' else way end, at), ' and ')
      into conditions from unnest(parts) with ordinality as numbered (part, at);
    of_way := 0;
    for step in 1 .. 2 loop
      shares := case step when 1 then all_shares[1:1] else all_shares[2:8] end;
      return query execute
        'select s.contact_id, ' || case when way = '~' then 7 else 6 end || ', s.name_key::text from contact_search s
          where s.institution_id = $1 and ' || conditions || ' limit $4'
        using institution, shares, parts, most - of_way;
      get diagnostics more = row_count;
      of_way := of_way + more;
      exit when of_way >= most;
    end loop;
    found := found + of_way;
  end loop;
end $$;
