-- what a Batch will take, known once its folder was looked at
alter table batch
  add column source_bytes   bigint,
  add column state_bytes    bigint,
  -- it has its room, as long as it is in work
  add column admitted       boolean not null default false,
  -- since when it waits for room, while others pass it
  add column passed_over_at timestamptz;
