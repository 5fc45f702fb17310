-- Which flow updates take, and what is compared. What is not here has its usual value.

create table flag (
  name  text primary key,
  value text not null,
  check ((name = 'dedupe' and value in ('on', 'off'))
    or (name in ('compare', 'candidate') and value ~ '^(100|\d{1,2}(\.\d{1,2})?)$'))
);

create table gate (
  scope text not null check (scope in ('default', 'tier', 'space')),
  -- A tier, or a space's id; the space need not be there yet.
  name  text not null,
  -- A percentage is that of the profiles that take the dedupe flow.
  value text not null check (value in ('legacy', 'dedupe') or value ~ '^\d{1,2}(\.\d{1,2})?$'),
  check ((scope = 'default') = (name = '')),
  primary key (scope, name)
);

-- Instances listen, so that a change is in force on each of them at once.
create function notify_rollout() returns trigger language plpgsql as $$
begin
  perform pg_notify('oncegate_rollout', '');
  return null;
end $$;

create trigger flag_changed after insert or update or delete or truncate on flag
  for each statement execute function notify_rollout();
create trigger gate_changed after insert or update or delete or truncate on gate
  for each statement execute function notify_rollout();

call audit_follow('flag', 'flag', 'name');
call audit_follow('gate', 'gate', 'name');
