-- What an update leaves behind for somebody is one row, for however many destinations: a row costs the
-- server what its key costs in the index, and the more so the more destinations hear of a computation.
alter table send_ledger
  alter column destination_id type text[] collate "C" using array[destination_id];
alter table send_ledger rename column destination_id to destination_ids;
-- Nobody searches by it, and statistics of arrays are the dearest to collect.
alter table send_ledger alter column destination_ids set statistics 0;
