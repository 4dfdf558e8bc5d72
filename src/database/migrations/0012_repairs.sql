alter table batch
  -- number of images by repair code: {"ODD_LENGTH": 12}
  add column repairs jsonb not null default '{}';
