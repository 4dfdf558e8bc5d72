-- lists and counts of the web page and the API by status
create index batch_by_status on batch (status, id) include (images, held_back);
-- throughput by hour and day, with an index-only scan
drop index batch_finished;
create index batch_finished on batch (finished_at) include (images, bytes, status)
  where finished_at is not null;
-- Batches by the time they were found
create index batch_found on batch (found_at);
create index series_by_modality on series (modality, id);
create index series_by_uid on series (series_instance_uid);
create index study_by_patient on study (patient);
-- held images, newest first
create index skipped_file_held_back on skipped_file (batch_id, (-file_number))
  include (file_number, rule_group, rule) where code = 'HELD_BACK';
