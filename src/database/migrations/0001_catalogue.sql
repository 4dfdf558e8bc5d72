-- The table of Batches is the queue; src/model/batch.ts describes the statuses.
create table batch (
  id                 bigint generated always as identity primary key,
  uid                text not null unique,
  code               text not null unique,
  base               text not null,
  origin             text not null check (origin in ('NEW', 'QUEUE')),
  status             text not null
    check (status in ('NEW', 'QUEUE', 'PROCESSING', 'DONE', 'EMPTY', 'ERROR')),
  -- the current stage of the job, or the one in which it failed
  stage              text not null default 'waiting',
  error_code         text,
  error_reason       text,
  has_error          boolean not null default false,
  -- the folder was renamed into place, so that no settling time is needed
  settled            boolean not null default false,
  not_before         timestamptz not null default now(),
  -- the number of the latest claim; a worker with an older number has lost its lease
  claim              integer not null default 0,
  attempts           integer not null default 0,
  claimed_by         text,
  lease_until        timestamptz,
  folder_modified_at timestamptz not null,
  -- a scan detected that the folder changed after its job
  changed_at         timestamptz,
  found_at           timestamptz not null default now(),
  started_at         timestamptz,
  finished_at        timestamptz,
  images             integer not null default 0,
  series             integer not null default 0,
  skipped            integer not null default 0,
  bytes              bigint not null default 0,
  seconds            jsonb not null default '{}',
  -- findings of the check of the whole Batch
  study_dates        integer not null default 0,
  patients           integer not null default 0,
  instance_gaps      integer not null default 0,
  check ((status = 'PROCESSING') = (lease_until is not null))
);

-- claims, the refill of the queue, and Batches whose jobs crash
create index batch_open on batch (status, base, found_at)
  where status in ('NEW', 'QUEUE', 'PROCESSING');
-- the command errors
create index batch_faulty on batch (id) where status = 'ERROR' or has_error or changed_at is not null;
-- Batches finished today
create index batch_finished on batch (finished_at) where finished_at is not null;

create table study (
  id                 bigint generated always as identity primary key,
  study_instance_uid text not null unique,
  patient            text,
  accession          text,
  study_date         date,
  description        text
);

create table series (
  id                  bigint generated always as identity primary key,
  study_id            bigint not null references study on delete cascade,
  series_instance_uid text not null,
  series_number       integer,
  modality            text,
  body_part           text,
  description         text,
  manufacturer        text,
  model               text,
  unique (study_id, series_instance_uid)
);

create table image (
  id                  bigint generated always as identity primary key,
  batch_id            bigint not null references batch on delete cascade,
  series_id           bigint not null references series,
  sop_instance_uid    text not null unique,
  sop_class_uid       text,
  transfer_syntax_uid text not null,
  instance_number     integer,
  image_rows          integer,
  image_columns       integer,
  frames              integer,
  file_number         integer not null,
  bytes               bigint not null,
  -- DICOM JSON Model (PS3.18 F) of the de-identified header
  header              jsonb
);
create index image_batch on image (batch_id, id);
create index image_series on image (series_id, id);

create table skipped_file (
  batch_id    bigint not null references batch on delete cascade,
  file_number integer not null,
  code        text not null,
  reason      text not null,
  primary key (batch_id, file_number)
);

-- the same folder name in another inbox: reported, never merged
create table folder_conflict (
  batch_id bigint not null references batch on delete cascade,
  base     text not null,
  found_at timestamptz not null default now(),
  primary key (batch_id, base)
);

-- the audit trail, written by a trigger so that every statement is covered
create table batch_event (
  id       bigint generated always as identity primary key,
  batch_id bigint not null references batch on delete cascade,
  at       timestamptz not null default clock_timestamp(),
  status   text not null,
  stage    text not null,
  claim    integer not null,
  worker   text,
  code     text
);
create index batch_event_batch on batch_event (batch_id, id);

create function record_batch_event() returns trigger language plpgsql as $$
begin
  insert into batch_event (batch_id, status, stage, claim, worker, code)
  values (new.id, new.status, new.stage, new.claim, new.claimed_by, new.error_code);
  perform pg_notify('batch', new.status);
  return null;
end $$;

create trigger batch_inserted after insert on batch
  for each row execute function record_batch_event();
create trigger batch_moved after update of status on batch
  for each row when (old.status is distinct from new.status)
  execute function record_batch_event();

-- Original values: a site can grant this schema to its honest broker alone.
create table :identity.patient (
  pseudonym    text primary key,
  issuer       text,
  patient_id   text,
  patient_name text,
  birth_date   text
);

create table :identity.study (
  pseudonym          text primary key,
  study_instance_uid text not null
);

create table :identity.accession (
  pseudonym        text primary key,
  issuer           text,
  accession_number text not null
);

-- file names may contain names of patients
create table :identity.source_file (
  batch_id    bigint not null references batch on delete cascade,
  file_number integer not null,
  path        text not null,
  primary key (batch_id, file_number)
);
