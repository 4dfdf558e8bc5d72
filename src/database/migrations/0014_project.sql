-- the settings that decide what leaves, where to, and what becomes of the source
create table project (
  name     text primary key,
  -- the version that is in force
  version  integer not null,
  -- the process that was last refused, and the names of the settings in which it differs
  refused_worker   text,
  refused_settings text[],
  refused_at       timestamptz
);
create table project_version (
  project     text not null references project on delete cascade,
  version     integer not null,
  fingerprint text not null,
  -- by the name of a setting: its value, or a hash of it
  settings    jsonb not null,
  accepted_at timestamptz not null default now(),
  accepted_by text not null,
  primary key (project, version)
);
alter table batch
  -- the version its rows and its output were made with; null in older rows
  add column project_version integer,
  -- the version that the process has that claimed it last
  add column claim_version   integer;
