-- Who may come in. Of a token only the hash is kept: a copy of this table lets nobody in.

create table access_token (
  name         text        primary key check (name <> ''),
  -- SHA-256 of the token, in hex.
  hash         text        not null unique check (hash ~ '^[0-9a-f]{64}$'),
  -- A role for all spaces (editor), or for one (editor:spa_1).
  grants       text[]      not null
    check (cardinality(grants) > 0
      and array_to_string(grants, e'\n') ~ '^((viewer|editor|operator|admin)(:[^\n]+)?(\n|$))+$'),
  created_at   timestamptz not null,
  created_by   text        not null,
  -- Null: never.
  expires_at   timestamptz,
  last_used_at timestamptz
);

-- Instances listen, so that a token that is revoked is dead on each of them at once. When a token
-- was used last matters to none of them.
create function notify_access_token() returns trigger language plpgsql as $$
begin
  perform pg_notify('oncegate_access_token', '');
  return null;
end $$;

create trigger access_token_changed
  after insert or delete or truncate or update of name, hash, grants, expires_at on access_token
  for each statement execute function notify_access_token();
