alter table batch
  -- the source of what was delivered is gone: no other folder of its name may take its place
  add column source_gone boolean not null default false,
  -- what the next job may do: leave out what was delivered, take another key
  add column may_shrink  boolean not null default false,
  add column new_key     boolean not null default false;
update batch set source_gone = true, stage = 'finished' where stage = 'disposed';
-- images that a Batch had, while its rows are replaced
create table image_before (
  batch_id         bigint not null references batch on delete cascade,
  sop_instance_uid text not null,
  -- of its source: it stays the same with another key
  original_study   text not null,
  primary key (batch_id, sop_instance_uid)
);
