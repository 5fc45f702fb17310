-- Versions that came into force from the tables' directory of an instance are kept like uploaded ones:
-- the last of them is what an instance starts with whose directory is bad.

alter table rulebook add column in_force_from_directory_at timestamptz;
