-- what a target has of an image, as it was last heard or seen
alter table receipt
  add column state   text not null default 'confirmed'
    check (state in ('confirmed', 'same', 'other', 'missing', 'replace')),
  add column seen_at timestamptz;
