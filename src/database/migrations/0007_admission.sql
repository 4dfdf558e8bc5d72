-- the disk space that a Batch needs; known once its folder was surveyed
alter table batch
  add column source_bytes   bigint,
  add column state_bytes    bigint,
  -- its disk space is reserved while it is being processed
  add column admitted       boolean not null default false,
  -- since when it waits for disk space, while others are processed
  add column passed_over_at timestamptz;
