-- what lists show of the images of a Batch, with at most five pseudonyms of patients
alter table batch add column modalities text[] not null default '{}';
alter table batch add column pseudonyms text[] not null default '{}';
update batch set modalities = stored.modalities, pseudonyms = stored.pseudonyms
from (
  select batch_id,
    coalesce(array_agg(distinct modality) filter (where modality is not null), '{}') as modalities,
    coalesce((array_agg(distinct patient) filter (where patient is not null))[1:5], '{}')
      as pseudonyms
  from (select distinct batch_id, series_id from image) brought
    join series on series.id = series_id join study on study.id = study_id
  group by batch_id
) stored
where stored.batch_id = batch.id and batch.images > 0;
create index batch_by_modality on batch using gin (modalities);
create index study_by_accession on study (accession) where accession is not null;
