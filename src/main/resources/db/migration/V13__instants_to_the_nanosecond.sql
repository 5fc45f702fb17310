-- Instants are compared to the nanosecond, and a timestamp has microseconds: the nanoseconds besides, 0 to 999.
alter table send_ledger add column computed_nanos integer not null default 0;

-- Ids have no control characters any longer, so nothing is escaped: a trait's text is stored as it is.
update send_ledger
set computed_nanos = case when computed_finer = '' then 0 else rpad(left(computed_finer, 3), 3, '0')::integer end,
  value = replace(replace(value, U&'\001B001f', U&'\001F'), U&'\001B001b', U&'\001B')
where computed_finer <> '' or value like U&'%\001B%';

alter table send_ledger drop column computed_finer;
alter table send_ledger alter column computed_nanos set statistics 0;
