-- findings of the gate in images that were delivered in spite of them (GATE=warn)
create table gate_finding (
  batch_id    bigint not null references batch on delete cascade,
  file_number integer not null,
  findings    text not null,
  primary key (batch_id, file_number)
);
