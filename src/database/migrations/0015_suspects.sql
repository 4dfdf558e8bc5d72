-- files that were being processed when a process or a thread ended
create table suspect_file (
  batch_id    bigint not null references batch on delete cascade,
  file_number integer not null,
  -- it is processed alone
  alone       boolean not null default false,
  -- how often the process, or its thread, crashed while the file was processed alone
  crashes_alone integer not null default 0,
  primary key (batch_id, file_number)
);
alter table batch
  -- the last claim that was examined after its lease had expired
  add column judged_claim integer,
  -- that claim counts as an attempt
  add column is_charged   boolean not null default false;
