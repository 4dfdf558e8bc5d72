-- which key a Batch's pseudonyms were made with; null in older rows: the one of that time
alter table batch add column key_fingerprint text;
