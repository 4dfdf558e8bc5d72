-- lists of the web page and the API by status, and how many there are of each
create index batch_by_status on batch (status, id) include (images, held_back);
-- what was finished in each hour and day, without a look at the rows
drop index batch_finished;
create index batch_finished on batch (finished_at) include (images, bytes, status)
  where finished_at is not null;
-- Batches found in a time
create index batch_found on batch (found_at);
create index series_by_modality on series (modality, id);
create index series_by_uid on series (series_instance_uid);
create index study_by_patient on study (patient);
-- what rules held back, newest first
create index skipped_file_held_back on skipped_file (batch_id, (-file_number))
  include (file_number, rule_group, rule) where code = 'HELD_BACK';
