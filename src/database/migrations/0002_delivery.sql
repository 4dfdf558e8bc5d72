-- digest of the file that was written
alter table image add column sha256 text;
