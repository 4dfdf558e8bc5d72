-- the claims that count as attempts because their worker seemed to have crashed
alter table batch add column charged_claims integer[] not null default '{}';
update batch set charged_claims = array[judged_claim] where is_charged;
alter table batch drop column is_charged;
