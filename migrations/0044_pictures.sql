-- The pictures of messages. Whoever has the address of one sees it, as the mail programs of its readers must; the address is
-- made of what it shows, so that the same picture stands here once and what stands at an address never changes. Nothing takes
-- one away: a message that shows it is opened for years.
create table pictures (
  institution_id bigint not null,
  hash text not null check (hash ~ '^[A-Za-z0-9_-]{22}$'), -- SHA-256 of the content, 128 bits of it, base64url
  media_type text not null check (media_type in ('image/jpeg', 'image/png')),
  width integer not null check (width > 0), -- in pixels
  height integer not null check (height > 0),
  content bytea not null,
  added_by bigint not null, -- an operator
  added_at timestamptz not null,
  primary key (institution_id, hash),
  foreign key (institution_id, added_by) references operators
);
alter table pictures alter column content set storage external; -- compressed already
alter table pictures enable row level security;
create policy own_institution on pictures to rappel_app using (institution_id = current_institution());
grant select, insert on pictures to rappel_app;
