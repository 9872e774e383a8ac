-- What a completed run found, by day of recency: the cliff of an old run stays what it was, and needs neither its
-- journal nor the recency that everybody has today.
create table run_cliff (
  institution_id bigint not null,
  run_id bigint not null,
  recency date not null,
  outcome text not null
    check (outcome in ('kept', 'delete', 'anonymise', 'restricted', 'role', 'waiting', 'sole-relay', 'debt', 'credit')),
  contacts integer not null,
  primary key (institution_id, run_id, recency, outcome),
  foreign key (institution_id, run_id) references runs
);

-- Of the runs before there was such a table, what was kept is as it stands now.
insert into run_cliff (institution_id, run_id, recency, outcome, contacts)
select j.institution_id, j.run_id, j.recency, coalesce(j.reason, j.outcome), count(*)
  from journal j
  join runs r on r.institution_id = j.institution_id and r.id = j.run_id
 where r.type = 'retention' and r.state = 'completed'
 group by j.institution_id, j.run_id, j.recency, coalesce(j.reason, j.outcome);
insert into run_cliff (institution_id, run_id, recency, outcome, contacts)
select r.institution_id, r.id, c.recency, 'kept', count(*)
  from runs r
  join contact_recency c on c.institution_id = r.institution_id and c.recency >= r.cutoff
 where r.type = 'retention' and r.state = 'completed'
 group by r.institution_id, r.id, c.recency;

-- The checks and the real runs of a reviewed simulation (R10).
create index runs_of_simulation on runs (institution_id, simulation_run_id) where simulation_run_id is not null;

do $$
declare t record;
begin
  for t in select unnest(array['run_cliff']) as name loop
    execute format('alter table %s enable row level security', t.name);
    execute format('create policy own_institution on %s to rappel_app using (institution_id = current_institution())', t.name);
    execute format('grant select, insert, update, delete on %s to rappel_app', t.name);
  end loop;
end $$;
