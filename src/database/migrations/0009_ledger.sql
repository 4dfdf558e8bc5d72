-- what a target has of an object, by its last confirmation or comparison
alter table receipt
  add column state   text not null default 'confirmed'
    check (state in ('confirmed', 'same', 'other', 'missing', 'replace')),
  add column seen_at timestamptz;
