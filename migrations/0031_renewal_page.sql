-- What the hosted page of a renewal says (R29). A version stays as it is: the proof of an answer keeps what was read.
create table renewal_texts (
  institution_id bigint not null references institutions,
  id bigint generated always as identity,
  version integer not null,
  text_fr text not null check (char_length(text_fr) between 1 and 5000),
  text_en text not null check (char_length(text_en) between 1 and 5000),
  created_at timestamptz not null,
  primary key (institution_id, id),
  unique (institution_id, version)
);

do $$
declare t record;
begin
  for t in select unnest(array['renewal_texts']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
