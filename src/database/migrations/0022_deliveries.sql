-- DELIVERING: the output is placed, and targets have not confirmed it yet
alter table batch drop constraint batch_status_check;
alter table batch add constraint batch_status_check check (status in
  ('NEW', 'QUEUE', 'PROCESSING', 'DELIVERING', 'DONE', 'EMPTY', 'ERROR'));
-- the time of the latest claim; started_at stays the time of the first one of a delivered Batch
alter table batch add column claimed_at timestamptz;
-- device and inode of the inbox when the folder was read
alter table batch add column inbox text;
update batch set claimed_at = started_at where status = 'PROCESSING';
-- every delivery has ended: a job completes the Batch
create index batch_delivered on batch (found_at, id)
  where status = 'DELIVERING' and stage = 'finish';
-- the sum that MAX_UNDELIVERED limits
create index batch_undelivered on batch (bytes) where status = 'DELIVERING';

-- images that a target refused for good, with a code
alter table receipt drop constraint receipt_state_check;
alter table receipt add constraint receipt_state_check check (state in
  ('confirmed', 'same', 'other', 'missing', 'replace', 'refused'));
alter table receipt add column code text;

-- the targets and their circuit breakers, which all processes share
create table target (
  name         text primary key,
  state        text not null default 'closed' check (state in ('closed', 'open', 'half-open')),
  -- failed attempts since the last success
  failures     integer not null default 0,
  -- how many Batches may be sent at once, by all processes
  allowed      integer not null default 4,
  -- open: the time of the probe; half-open: the probe counts as lost then
  next_attempt timestamptz not null default now(),
  down_since   timestamptz,
  -- since the target was added
  attempts     bigint not null default 0,
  delivered    bigint not null default 0,
  -- number of failed attempts by code: {"TARGET_DOWN": 12}
  failed       jsonb not null default '{}',
  succeeded_at timestamptz,
  failed_at    timestamptz,
  error_code   text,
  error_reason text,
  added_at     timestamptz not null default now(),
  -- it is no longer in the settings
  removed_at   timestamptz
);

-- one row for each Batch and target; src/model/target.ts describes the states
create table delivery (
  id           bigint generated always as identity primary key,
  batch_id     bigint not null references batch on delete cascade,
  target       text not null references target,
  state        text not null default 'waiting'
    check (state in ('waiting', 'sending', 'paused', 'confirmed', 'refused', 'closed')),
  -- the number of the latest claim; a process with an older number has lost its lease
  claim        integer not null,
  claimed_by   text,
  lease_until  timestamptz,
  -- attempts since the Batch was handed over
  attempts     integer not null default 0,
  -- attempts in a row during which the process ended
  interrupted  integer not null default 0,
  -- the order of claims: oldest first
  queued_at    timestamptz not null default now(),
  next_attempt timestamptz not null default now(),
  error_code   text,
  error_reason text,
  images       integer not null,
  bytes        bigint not null,
  -- images that the target had confirmed when the latest attempt ended
  confirmed    integer not null default 0,
  ended_at     timestamptz,
  unique (batch_id, target),
  check ((state = 'sending') = (lease_until is not null))
);
-- claims: the oldest due delivery of a target
create index delivery_waiting on delivery (target, queued_at, id) include (next_attempt)
  where state = 'waiting';
create index delivery_sending on delivery (target, lease_until) where state = 'sending';
-- the backlog of each target
create index delivery_backlog on delivery (target) include (bytes, queued_at)
  where state in ('waiting', 'sending');

-- how far the comparison of a target with the catalogue (reconcile) has come
create table reconciliation (
  target      text primary key,
  -- images with a larger id are not compared yet; null if the last comparison has ended
  after_image bigint,
  -- numbers of objects of this comparison by result
  found       jsonb not null default '{}',
  started_at  timestamptz not null default now(),
  ended_at    timestamptz
);
