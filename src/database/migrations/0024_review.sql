-- REVIEW: the output is placed and delivered, and images wait for the decision of a person
alter table batch drop constraint batch_status_check;
alter table batch add constraint batch_status_check check (status in
  ('NEW', 'QUEUE', 'PROCESSING', 'DELIVERING', 'DONE', 'EMPTY', 'REVIEW', 'ERROR'));
alter table batch
  -- when a job may carry out decisions; null: there is none
  add column review_due timestamptz,
  -- the job carries out decisions, and does not read the source
  add column reviewing boolean not null default false;
create index batch_review_due on batch (review_due) where status = 'REVIEW';

-- images that rules held back, or in whose pixels text was found, and that a person decides about;
-- nothing of them is a value of the file (src/model/review.ts describes the columns and states)
create table review_image (
  batch_id    bigint not null references batch on delete cascade,
  file_number integer not null,
  -- of the original: a decision is about these bytes
  sha256      text not null,
  bytes       bigint not null,
  modality    text not null,
  device      text not null,
  layout      text not null,
  reason      text not null,
  boxes       jsonb not null,
  frames      integer not null,
  image_rows    integer not null,
  image_columns integer not null,
  series      text not null,
  since       timestamptz not null default clock_timestamp(),
  state       text not null default 'waiting'
    check (state in ('waiting', 'proposed', 'decided', 'started', 'done')),
  -- the decision that is in force; null while the image waits
  decision    bigint,
  primary key (batch_id, file_number)
);
-- lists, oldest first
create index review_image_open on review_image (since, batch_id, file_number)
  where state <> 'done';
-- images of the same device and layout; of a series
create index review_image_alike on review_image (device, layout) where state <> 'done';
create index review_image_series on review_image (series) where state <> 'done';
create index review_image_decision on review_image (decision) where decision is not null;

-- The audit trail of decisions: rows are added and never changed. It refers to Batches by code, so
-- that nothing is removed with a Batch.
create table review_decision (
  id           bigint generated always as identity primary key,
  at           timestamptz not null default clock_timestamp(),
  -- a decision of a person (release, redact, reject), what another row says about it (confirm,
  -- undo), or what a job did with it in one Batch (carried-out, not-possible)
  what         text not null check (what in
    ('release', 'redact', 'reject', 'confirm', 'undo', 'carried-out', 'not-possible')),
  -- the decision that the row is about; null for a decision
  decision     bigint references review_decision,
  -- the account of the person, or the process of the job
  by_name      text not null,
  from_address text,
  scope        text check (scope in ('image', 'series', 'alike')),
  boxes        jsonb not null default '[]',
  reason       text not null default '',
  -- the number of images
  images       integer not null,
  -- of a job: the code of its Batch
  batch        text,
  check ((what in ('release', 'redact', 'reject')) = (decision is null))
);
create index review_decision_about on review_decision (decision) where decision is not null;

-- the images of each row of the audit trail
create table review_decision_image (
  decision    bigint not null references review_decision,
  batch       text not null,
  file_number integer not null,
  sha256      text not null,
  primary key (decision, batch, file_number)
);
create index review_decision_batch on review_decision_image (batch, decision);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'rows of the audit trail are never changed';
end $$;
create trigger review_decision_kept before update or delete or truncate on review_decision
  for each statement execute function refuse_change();
create trigger review_decision_image_kept before update or delete or truncate
  on review_decision_image for each statement execute function refuse_change();
