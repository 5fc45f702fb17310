-- The ledger asks one table which profiles are one. A merge that was loaded counts at once: it has no
-- update that told of it, and is entered when nobody is deciding who does not know of it.
alter table send_lineage
  alter column topic_id drop not null,
  alter column topic_partition drop not null,
  alter column topic_offset drop not null;

create function enter_loaded_merge() returns trigger language plpgsql as $$
begin
  -- The lock that each transaction shares which decides.
  perform pg_advisory_xact_lock(1869505381, 1);
  insert into send_lineage (space_id, merged_id, survivor_id)
  values (new.space_id, new.merged_id, new.survivor_id)
  on conflict (space_id, merged_id, survivor_id) do update
  set topic_id = null, topic_partition = null, topic_offset = null;
  return null;
end $$;

create trigger merge_loaded after insert or update on profile_merge
  for each row when (not new.announced) execute function enter_loaded_merge();

insert into send_lineage (space_id, merged_id, survivor_id)
select space_id, merged_id, survivor_id from profile_merge where not announced
on conflict (space_id, merged_id, survivor_id) do update
set topic_id = null, topic_partition = null, topic_offset = null;
