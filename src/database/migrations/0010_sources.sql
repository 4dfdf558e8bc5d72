alter table batch
  -- images were delivered and their source no longer exists: its name cannot be reused
  add column source_gone boolean not null default false,
  -- permissions of the next job: withdraw delivered images, use another key
  add column may_shrink  boolean not null default false,
  add column new_key     boolean not null default false;
update batch set source_gone = true, stage = 'finished' where stage = 'disposed';
-- images that a Batch had; used while its rows are replaced
create table image_before (
  batch_id         bigint not null references batch on delete cascade,
  sop_instance_uid text not null,
  -- the original StudyInstanceUID, which does not depend on the key
  original_study   text not null,
  primary key (batch_id, sop_instance_uid)
);
