-- whether the source of what was delivered is gone: no other folder of its name may take its place;
-- and whether a job may find fewer files and images than the one before
alter table batch
  add column source_gone boolean not null default false,
  add column may_shrink  boolean not null default false;
update batch set source_gone = true, stage = 'finished' where stage = 'disposed';
