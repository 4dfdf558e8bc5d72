-- a person has acknowledged that the Batch needs attention; batch_event has who and why
alter table batch add column acknowledged_at timestamptz;
-- the time of the folder when changed_at was set: a later change is something new
alter table batch add column changed_to timestamptz;
-- what a person wrote about an action
alter table batch_event add column note text;
-- lists and counts of what needs attention
create index batch_attention on batch (id)
  where (status = 'ERROR' or has_error or held_back > 0 or changed_at is not null)
    and acknowledged_at is null;
create index batch_acknowledged on batch (id) where acknowledged_at is not null;

-- something new has happened: the acknowledgement was about something else
create function forget_acknowledgement() returns trigger language plpgsql as $$
begin
  new.acknowledged_at := null;
  return new;
end $$;
create trigger batch_worsened before update of status, has_error, skipped, held_back, changed_at
  on batch for each row when (
    old.acknowledged_at is not null and new.acknowledged_at is not null
    and ((new.status is distinct from old.status and new.status in ('NEW', 'QUEUE', 'ERROR'))
      or new.has_error is distinct from old.has_error or new.skipped is distinct from old.skipped
      or new.held_back is distinct from old.held_back
      or new.changed_at is distinct from old.changed_at))
  execute function forget_acknowledgement();
create function forget_acknowledgement_of_conflict() returns trigger language plpgsql as $$
begin
  update batch set acknowledged_at = null where id = new.batch_id and acknowledged_at is not null;
  return null;
end $$;
create trigger folder_conflicted after insert on folder_conflict
  for each row execute function forget_acknowledgement_of_conflict();

-- when the accounts and tokens of the web page were last used; a row changes once a minute at most
create table account_use (
  kind    text not null check (kind in ('user', 'token')),
  name    text not null,
  used_at timestamptz not null,
  primary key (kind, name)
);

-- lists of Batches that people have saved: the parameters of an address, without patient data
create table saved_filter (
  -- as in batch_event.worker
  account  text not null,
  name     text not null,
  query    text not null,
  saved_at timestamptz not null default now(),
  primary key (account, name)
);
