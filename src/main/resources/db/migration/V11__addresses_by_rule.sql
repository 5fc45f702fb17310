-- By which rule an address is written: null is the rule of before this version, 2 the present one. Rows of
-- before stay as they are and are looked for as well; none is written anew.
alter table send_ledger add column address_rule integer;

-- A type of external ids is compared in lower case: so it is kept, and beside it as it came, where that differs.
-- (What this cannot lower, since it is beyond ASCII, is told apart when it is read.)
alter table external_id add column spelt text;

insert into external_id (space_id, profile_id, type, id, created_at, spelt)
select distinct on (space_id, profile_id, lower(type collate "C"), id)
       space_id, profile_id, lower(type collate "C"), id, created_at, type
from external_id
where type <> lower(type collate "C")
-- The newest; the year 0000 is the one that only RFC 3339 has.
order by space_id, profile_id, lower(type collate "C"), id,
         (case when created_at not like '0000-%' then created_at::timestamptz end) desc nulls last,
         type collate "C" desc
on conflict (space_id, profile_id, type, id) do update
  set created_at = excluded.created_at, spelt = excluded.spelt
  where (case when excluded.created_at not like '0000-%' then excluded.created_at::timestamptz end)
      > coalesce(
          (case when external_id.created_at not like '0000-%' then external_id.created_at::timestamptz end),
          '-infinity');

delete from external_id where type <> lower(type collate "C");
