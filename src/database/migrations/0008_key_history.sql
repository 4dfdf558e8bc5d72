-- the key that a Batch's pseudonyms were made with; null in older rows
alter table batch add column key_fingerprint text;
