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
