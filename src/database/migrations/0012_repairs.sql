alter table batch
  -- what was wrong with its files and is right in its images: {"ODD_LENGTH": 12}, in images
  add column repairs jsonb not null default '{}';
