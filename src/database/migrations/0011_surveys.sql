alter table batch
  -- survey of the source when it was read; unchanged while nothing in it changes
  add column folder_survey text,
  -- a retry: the folder is read again if its survey has changed
  add column look_again    boolean not null default false;
