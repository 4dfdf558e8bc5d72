-- the verdict of the rules: on delivered images, and on held images
alter table image
  add column verdict    text not null default 'pass',
  add column rule_group text,
  add column rule       text,
  add column rectangles text[];

alter table skipped_file
  add column rule_group text,
  add column rule       text;

alter table batch add column held_back integer not null default 0;

-- the command errors also shows held images
drop index batch_faulty;
create index batch_faulty on batch (id)
  where status = 'ERROR' or has_error or held_back > 0 or changed_at is not null;
