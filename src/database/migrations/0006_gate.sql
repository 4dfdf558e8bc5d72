-- what the gate found in images that left all the same (GATE=warn)
create table gate_finding (
  batch_id    bigint not null references batch on delete cascade,
  file_number integer not null,
  findings    text not null,
  primary key (batch_id, file_number)
);
