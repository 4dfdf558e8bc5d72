-- what was delivered, as written
alter table image add column sha256 text;
