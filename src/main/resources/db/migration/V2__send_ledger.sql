-- Which profiles became one. The identify stage writes a merge when it passes (announced: the sync
-- stage will read of it in its own input, and heeds it from there on, so that it sees merges in the
-- order of its input); a merge that was loaded from elsewhere counts at once.
create table profile_merge (
  space_id    text        not null,
  merged_id   text        not null,
  survivor_id text        not null,
  merged_at   timestamptz not null,
  announced   boolean     not null,
  -- The update in which the sync stage read of it: topic, partition, offset.
  topic_id         uuid,
  topic_partition  integer,
  topic_offset     bigint,
  primary key (space_id, merged_id, survivor_id)
);

create index profile_merge_survivor on profile_merge (space_id, survivor_id);

-- What was sent to whom: docs/adr/0001-the-send-ledger.md. A row is one version, written by the
-- update whose coordinates it carries; rows are never updated. The texts are for people, the key is
-- what the program looks for.
create table send_ledger (
  subject_key     uuid        not null,
  topic_id        uuid        not null,
  topic_offset    bigint      not null,
  written_at      timestamptz not null default now(),
  -- Of the update that was sent; to the microsecond, with the digits after that beside it.
  computed_at     timestamptz not null,
  topic_partition integer     not null,
  left_since      boolean     not null,
  computed_finer  text        not null,
  space_id        text        not null,
  computation_id  text        not null,
  destination_id  text        not null collate "C",
  -- Of the update that wrote the row.
  profile_id      text        not null,
  message_id      text        not null,
  -- Null where the message goes out once for each profile.
  address_type    text,
  address         text,
  -- The trait's value that was sent, empty for audiences and journeys.
  value           text        not null,
  primary key (subject_key, topic_offset, topic_partition, topic_id, destination_id)
) partition by hash (subject_key);

do $$
begin
  for part in 0..15 loop
    execute format(
      'create table send_ledger_%s partition of send_ledger'
      ' for values with (modulus 16, remainder %s)', part, part);
  end loop;
end $$;

-- For retention alone: a few bytes for each megabyte, where a B-tree would cost every row.
create index send_ledger_written_at on send_ledger using brin (written_at);

-- Under which key a profile's rows are found, for people who look by hand:
-- select * from send_ledger where subject_key = profile_subject_key('spa_1', 'aud_1', 'use_1');
create function profile_subject_key(space_id text, computation_id text, profile_id text)
  returns uuid language sql stable
  return encode(
    substr(
      sha256(
        convert_to(
          concat_ws(U&'\001F', 'profile', space_id, computation_id, profile_id), 'UTF8')),
      1, 16),
    'hex')::uuid;
