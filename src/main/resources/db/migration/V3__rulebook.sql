-- Versions of the rulebook that were uploaded, and which of them was in force when.

create table rulebook (
  hash        text        primary key,
  author      text        not null,
  note        text        not null,
  uploaded_at timestamptz not null default now()
);

create table rulebook_file (
  hash    text  not null references rulebook (hash) on delete cascade,
  name    text  not null,
  content bytea not null,
  primary key (hash, name)
);

create table rulebook_activation (
  id           bigint generated always as identity primary key,
  -- Null: the directory of each instance.
  hash         text references rulebook (hash),
  author       text        not null,
  activated_at timestamptz not null default now()
);

-- Instances listen, so that they all converge at once.
create function notify_rulebook() returns trigger language plpgsql as $$
begin
  perform pg_notify('oncegate_rulebook', '');
  return null;
end $$;

create trigger rulebook_activated after insert on rulebook_activation
  for each statement execute function notify_rulebook();
