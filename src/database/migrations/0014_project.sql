-- versions of the settings that determine the output, its targets and the disposal of sources
create table project (
  name     text primary key,
  -- the version that is in force
  version  integer not null,
  -- the last refused process and the names of the settings that differ
  refused_worker   text,
  refused_settings text[],
  refused_at       timestamptz
);
create table project_version (
  project     text not null references project on delete cascade,
  version     integer not null,
  fingerprint text not null,
  -- value of each setting, or a hash of it
  settings    jsonb not null,
  accepted_at timestamptz not null default now(),
  accepted_by text not null,
  primary key (project, version)
);
alter table batch
  -- the version that its rows and its output were made with; null in older rows
  add column project_version integer,
  -- the version of the process that made the latest claim
  add column claim_version   integer;
