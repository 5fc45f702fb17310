-- What people configure, and which external ids a profile has.

create table space (
  id   text primary key check (id <> ''),
  tier text not null default ''
);

create table destination (
  id            text    primary key check (id not in ('', 'All')),
  space_id      text    not null references space (id),
  type          text    not null check (type <> ''),
  name          text    not null,
  enabled       boolean not null default true,
  -- Types of external ids; when not empty, the destination is deduped.
  dedupes_on    text[]  not null default '{}',
  call          text    not null default 'track' check (call in ('track', 'identify')),
  ids_per_event text    not null default 'all' check (ids_per_event in ('all', 'one')),
  dedupe_scope  text    not null default 'profile' check (dedupe_scope in ('profile', 'address')),
  -- never, on_reentry, or an ISO-8601 period such as P30D or P1DT12H.
  resend        text    not null default 'never'
    check (resend in ('never', 'on_reentry')
      or (resend ~ '[1-9]'
        and resend ~ ('^P(?=[0-9T])(\d{1,4}Y)?(\d{1,5}M)?(\d{1,5}W)?(\d{1,6}D)?'
          || '(T(?=[0-9])(\d{1,7}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,9})?S)?)?$')))
);

create index destination_space on destination (space_id);

create table connection (
  computation_id text primary key check (computation_id <> '')
);

create table connection_destination (
  computation_id text not null references connection (computation_id) on delete cascade,
  destination_id text not null references destination (id) on delete cascade,
  primary key (computation_id, destination_id)
);

create index connection_destination_destination on connection_destination (destination_id);

-- Instances listen, so that a change is in force on each of them at once, whoever made it.
create function notify_integrations() returns trigger language plpgsql as $$
begin
  perform pg_notify('oncegate_integrations', '');
  return null;
end $$;

create trigger space_changed after insert or update or delete or truncate on space
  for each statement execute function notify_integrations();
create trigger destination_changed after insert or update or delete or truncate on destination
  for each statement execute function notify_integrations();
create trigger connection_changed after insert or update or delete or truncate on connection
  for each statement execute function notify_integrations();
create trigger connection_destination_changed
  after insert or update or delete or truncate on connection_destination
  for each statement execute function notify_integrations();

create table external_id (
  space_id   text not null,
  profile_id text not null,
  type       text not null,
  id         text not null,
  -- RFC 3339 as text, since timestamptz would cut it to microseconds; null where it is not known.
  created_at text
    check (created_at ~ '^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$'
      -- The cast refuses a 30th of February; the year 0000 is the one that only RFC 3339 has.
      and (created_at like '0000-%' or created_at::timestamptz is not null)),
  primary key (space_id, profile_id, type, id)
);
