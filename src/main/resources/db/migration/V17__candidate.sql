-- Rulebooks that are, or were, decided in the shadow of the one in force; what they were compared by stays.
create table candidate (
  id           bigint generated always as identity primary key,
  hash         text        not null references rulebook (hash),
  -- The criterion of its promotion: so many decisions, none of them different, for so long.
  min_compared bigint      not null,
  min_seconds  bigint      not null,
  -- It is stopped once so many differ.
  stop_at      bigint      not null check (stop_at > 0),
  started_by   text        not null,
  start_reason text        not null,
  started_at   timestamptz not null default now(),
  compared     bigint      not null default 0,
  different    bigint      not null default 0,
  ended        text check (ended in ('promoted', 'stopped', 'differed')),
  ended_by     text,
  end_reason   text,
  -- What of the criterion did not hold in the end.
  unmet        text[],
  ended_at     timestamptz,
  check ((ended is null) = (ended_at is null) and (ended is null) = (unmet is null))
);

create unique index candidate_running on candidate ((true)) where ended_at is null;

-- How many decisions the two rulebooks answered differently, by destination and by their rows.
create table candidate_pair (
  candidate_id   bigint not null references candidate (id) on delete cascade,
  destination_id text   not null,
  in_force       text   not null,
  of_candidate   text   not null,
  decisions      bigint not null,
  primary key (candidate_id, destination_id, in_force, of_candidate)
);

create function notify_candidate() returns trigger language plpgsql as $$
begin
  perform pg_notify('oncegate_candidate', '');
  return null;
end $$;

create trigger candidate_changed after insert or delete or truncate or update of ended_at on candidate
  for each statement execute function notify_candidate();
