-- Two operators at one season or price category: who saves second is told (the other tables of the catalogue have theirs).
alter table seasons add column version bigint not null default 1;
alter table price_categories add column version bigint not null default 1;
