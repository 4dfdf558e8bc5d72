alter table batch
  -- the source as it was when it was read: equal while nothing in it was written
  add column folder_survey text,
  -- somebody asked for it to be taken again, if it is not as it was
  add column look_again    boolean not null default false;
