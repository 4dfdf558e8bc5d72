-- for a duplicate instance: the file that the catalogue has
alter table skipped_file
  add column other_batch_id bigint references batch on delete set null,
  add column other_file     integer;
create index skipped_file_other on skipped_file (other_batch_id) where other_batch_id is not null;
