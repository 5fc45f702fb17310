-- Each index begins with the profile that it is asked for. When both began with the space, a planner
-- that knew an empty table could take either for both questions, and then look at all merges of a
-- space for each profile, until the table was analyzed.
alter table send_lineage
  drop constraint send_lineage_pkey,
  add primary key (merged_id, space_id, survivor_id);
drop index send_lineage_survivor;
create index send_lineage_survivor on send_lineage (survivor_id, space_id);

alter table profile_merge
  drop constraint profile_merge_pkey,
  add primary key (merged_id, space_id, survivor_id);
drop index profile_merge_survivor;
create index profile_merge_survivor on profile_merge (survivor_id, space_id);
