-- Which profiles are one for the ledger, each with the update that told of it: that update heeds it,
-- later ones of its partition do, and those of other partitions. docs/adr/0001-the-send-ledger.md
create table send_lineage (
  space_id        text    not null,
  merged_id       text    not null,
  survivor_id     text    not null,
  topic_id        uuid    not null,
  topic_partition integer not null,
  topic_offset    bigint  not null,
  primary key (space_id, merged_id, survivor_id)
);

create index send_lineage_survivor on send_lineage (space_id, survivor_id);

insert into send_lineage
select space_id, merged_id, survivor_id, topic_id, topic_partition, topic_offset
from profile_merge where announced and topic_id is not null;

alter table profile_merge
  drop column topic_id, drop column topic_partition, drop column topic_offset;

comment on column profile_merge.announced is
  'a message told of it, and the ledger heeds it from that message on; others count at once';

-- Up to where (exclusive) a partition's updates are published: the greatest offset at which a batch
-- began, since a lane begins one when the one before it is through.
create table send_progress (
  topic_id        uuid    not null,
  topic_partition integer not null,
  published_up_to bigint  not null,
  primary key (topic_id, topic_partition)
);
