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
