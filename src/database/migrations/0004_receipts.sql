-- what targets have confirmed
create table receipt (
  batch_id     bigint not null references batch on delete cascade,
  target       text not null,
  object       text not null,
  bytes        bigint not null,
  sha256       text not null,
  -- a remark of the target
  note         text,
  delivered_at timestamptz not null default now(),
  primary key (batch_id, target, object)
);
