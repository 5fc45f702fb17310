-- Profiles with updates on the slow topic: all their later updates of the partition go there too.
create table cordon (
  topic_id        uuid    not null,
  topic_partition integer not null,
  space_id        text    not null,
  profile_id      text    not null,
  -- The first and the last update that went the slow way.
  from_offset     bigint  not null,
  to_offset       bigint  not null,
  primary key (topic_id, topic_partition, space_id, profile_id)
);
