-- Who changed what, when and why. Entries are never changed or removed, and each has the hash of the one
-- before it (docs/audit.md).

create table audit (
  -- Without gaps.
  id            bigint      primary key,
  at            timestamptz not null,
  actor         text        not null,
  source        text        not null check (source in ('api', 'page', 'command', 'sql', 'directory')),
  action        text        not null,
  object_kind   text        not null,
  object_id     text        not null,
  space_id      text,
  -- JSON, as text: a hash is of bytes.
  before        text,
  after         text,
  reason        text,
  previous_hash text        not null unique,
  hash          text        not null unique
);

create index audit_object on audit (object_kind, object_id, id);
create index audit_actor on audit (actor, id);
create index audit_at on audit (at);

-- The newest entry, so that it shows if the newest ones are removed. Its row is also what writers wait for:
-- one after the other, each no longer than its commit takes.
create table audit_head (
  is_head boolean primary key default true check (is_head),
  id      bigint  not null,
  hash    text    not null
);

insert into audit_head (id, hash) values (0, repeat('0', 64));

-- What a transaction has to tell, until it commits. Nobody ever sees a row of another's.
create table audit_pending (
  place       bigint generated always as identity primary key,
  actor       text   not null,
  source      text   not null,
  action      text   not null,
  object_kind text   not null,
  object_id   text   not null,
  space_id    text,
  before      text,
  after       text,
  reason      text
);

-- Its length in bytes and itself, so that no two rows of fields make one text.
create function audit_field(value text) returns text language sql immutable
  return coalesce(octet_length(value) || ':' || value, '-');

create function audit_hash(entry audit) returns text language sql immutable
  return encode(sha256(convert_to(
    audit_field(entry.previous_hash)
      || audit_field(entry.id::text)
      || audit_field(to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
      || audit_field(entry.actor)
      || audit_field(entry.source)
      || audit_field(entry.action)
      || audit_field(entry.object_kind)
      || audit_field(entry.object_id)
      || audit_field(entry.space_id)
      || audit_field(entry.before)
      || audit_field(entry.after)
      || audit_field(entry.reason),
    'UTF8')), 'hex');

-- Makes entries of all that a transaction has to tell, when it commits.
create function audit_chain() returns trigger language plpgsql security definer as $$
declare
  head  audit_head%rowtype;
  item  audit_pending%rowtype;
  entry audit%rowtype;
begin
  -- The first row's trigger does it for all.
  if not exists (select from audit_pending) then
    return null;
  end if;
  select * into strict head from audit_head for update;
  for item in select * from audit_pending order by place loop
    entry.id := head.id + 1;
    entry.at := clock_timestamp();
    entry.actor := item.actor;
    entry.source := item.source;
    entry.action := item.action;
    entry.object_kind := item.object_kind;
    entry.object_id := item.object_id;
    entry.space_id := item.space_id;
    entry.before := item.before;
    entry.after := item.after;
    entry.reason := item.reason;
    entry.previous_hash := head.hash;
    entry.hash := audit_hash(entry);
    insert into audit values (entry.*);
    head.id := entry.id;
    head.hash := entry.hash;
  end loop;
  delete from audit_pending;
  update audit_head set id = head.id, hash = head.hash;
  return null;
end $$;

create constraint trigger audit_chained after insert on audit_pending
  deferrable initially deferred for each row execute function audit_chain();

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'entries of the audit are never changed or removed'
    using errcode = 'insufficient_privilege';
end $$;

create trigger audit_is_append_only before update or delete or truncate on audit
  for each statement execute function audit_refuse_change();

-- Tells of what a statement did to a table that people configure, unless the program says that it tells of it
-- itself. Arguments: what a row is, the columns of its id and of its space, columns that are left out.
create function audit_sql_change() returns trigger language plpgsql security definer as $$
declare
  -- Of a statement that changes more there is one entry, with their number.
  told_one_by_one constant bigint := 100;
  kind         text   := tg_argv[0];
  id_column    text   := tg_argv[1];
  space_column text   := tg_argv[2];
  left_out     text[] := tg_argv[3]::text[];
  changed      bigint;
begin
  if current_setting('oncegate.audited', true) = 'on' then
    return null;
  end if;
  if tg_op = 'INSERT' then
    select count(*) into changed from new_rows;
    if changed <= told_one_by_one then
      insert into audit_pending (actor, source, action, object_kind, object_id, space_id, after)
      select session_user, 'sql', 'insert', kind, coalesce(it ->> id_column, '*'), it ->> space_column,
             (it - left_out)::text
      from (select to_jsonb(new_rows) as it from new_rows) as row_of;
    end if;
  elsif tg_op = 'UPDATE' then
    select count(*) into changed from new_rows;
    if changed <= told_one_by_one then
      -- Both tables have their rows in the order in which they were changed.
      insert into audit_pending (actor, source, action, object_kind, object_id, space_id, before, after)
      select session_user, 'sql', 'update', kind, coalesce(new_row.it ->> id_column, '*'),
             new_row.it ->> space_column, (old_row.it - left_out)::text, (new_row.it - left_out)::text
      from (select row_number() over () as place, to_jsonb(old_rows) as it from old_rows) as old_row
      join (select row_number() over () as place, to_jsonb(new_rows) as it from new_rows) as new_row
        using (place);
    end if;
  elsif tg_op = 'DELETE' then
    select count(*) into changed from old_rows;
    if changed <= told_one_by_one then
      insert into audit_pending (actor, source, action, object_kind, object_id, space_id, before)
      select session_user, 'sql', 'delete', kind, coalesce(it ->> id_column, '*'), it ->> space_column,
             (it - left_out)::text
      from (select to_jsonb(old_rows) as it from old_rows) as row_of;
    end if;
  else
    insert into audit_pending (actor, source, action, object_kind, object_id)
    values (session_user, 'sql', 'truncate', kind, '*');
  end if;
  if changed > told_one_by_one then
    insert into audit_pending (actor, source, action, object_kind, object_id, after)
    values (session_user, 'sql', lower(tg_op), kind, '*', jsonb_build_object('rows', changed)::text);
  end if;
  return null;
end $$;

-- Somebody who may change a table need not be allowed to write entries, and must not be able to put a
-- temporary table in the place of one of these.
do $$
begin
  execute format('alter function audit_chain() set search_path = %I, pg_temp', current_schema());
  execute format('alter function audit_sql_change() set search_path = %I, pg_temp', current_schema());
end $$;

-- Has changes of a table by SQL audited.
create procedure audit_follow(
  followed text, kind text, id_column text, space_column text default '', left_out text[] default '{}')
language plpgsql as $$
declare
  arguments text := format('%L, %L, %L, %L', kind, id_column, space_column, left_out::text);
begin
  execute format(
    'create trigger audit_insert after insert on %I referencing new table as new_rows'
      ' for each statement execute function audit_sql_change(%s)', followed, arguments);
  execute format(
    'create trigger audit_update after update on %I referencing old table as old_rows new table as new_rows'
      ' for each statement execute function audit_sql_change(%s)', followed, arguments);
  execute format(
    'create trigger audit_delete after delete on %I referencing old table as old_rows'
      ' for each statement execute function audit_sql_change(%s)', followed, arguments);
  execute format(
    'create trigger audit_truncate after truncate on %I'
      ' for each statement execute function audit_sql_change(%s)', followed, arguments);
end $$;

-- Somebody asks that a rulebook be put in force, and another decides.
create table release_request (
  id           bigint      generated always as identity primary key,
  hash         text        not null references rulebook (hash),
  requested_by text        not null,
  requested_at timestamptz not null default now(),
  reason       text,
  -- JSON: what the check found, what differs, who would be affected.
  evidence     text        not null,
  state        text        not null default 'open' check (state in ('open', 'approved', 'rejected')),
  decided_by   text,
  decided_at   timestamptz,
  decided_for  text
);

create index release_request_hash on release_request (hash, id);

call audit_follow('space', 'space', 'id', 'id');
call audit_follow('destination', 'destination', 'id', 'space_id');
call audit_follow('connection', 'connection', 'computation_id');
call audit_follow('connection_destination', 'connection', 'computation_id');
call audit_follow('rulebook', 'rulebook', 'hash');
call audit_follow('rulebook_file', 'rulebook', 'hash', '', array['content']);
call audit_follow('rulebook_activation', 'rulebook', 'hash');
call audit_follow('release_request', 'release-request', 'id');
call audit_follow('access_token', 'access-token', 'name', '', array['hash', 'last_used_at']);
