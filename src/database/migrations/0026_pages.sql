-- lines of the log about a Batch, without those of the level debug; docs/log.md describes the fields
create table batch_log (
  id       bigint generated always as identity primary key,
  batch_id bigint not null references batch on delete cascade,
  at       timestamptz not null,
  level    text not null,
  event    text not null,
  fields   jsonb not null,
  worker   text not null
);
create index batch_log_batch on batch_log (batch_id, id);
-- the number of waiting Batches at any time; rows are added in the order of their time
create index batch_event_time on batch_event using brin (at);

-- the overview sums up all three with index-only scans
drop index batch_by_status;
create index batch_by_status on batch (status, id) include (images, held_back, skipped);
-- lists with the largest Batches first
create index batch_by_images on batch (images, id);
create index batch_by_size on batch (bytes, id);
-- the Batches of a target
create index delivery_by_target on delivery (target, batch_id) where state <> 'closed';
