-- what the rules said: of images that left, and of those that were held back
alter table image
  add column verdict    text not null default 'pass',
  add column rule_group text,
  add column rule       text,
  add column rectangles text[];

alter table skipped_file
  add column rule_group text,
  add column rule       text;

alter table batch add column held_back integer not null default 0;

-- errors shows what was held back, too
drop index batch_faulty;
create index batch_faulty on batch (id)
  where status = 'ERROR' or has_error or held_back > 0 or changed_at is not null;
