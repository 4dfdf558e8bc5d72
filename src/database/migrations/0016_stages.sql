-- the closed list of stages (src/model/batch.ts); no release leaves other stages behind
update batch set stage = case when status in ('DONE', 'EMPTY') then 'finished' else 'waiting' end
where stage not in ('waiting', 'claimed', 'look', 'import', 'store', 'place', 'deliver', 'dispose',
  'finish', 'finished');
alter table batch add constraint batch_stage check (stage in ('waiting', 'claimed', 'look',
  'import', 'store', 'place', 'deliver', 'dispose', 'finish', 'finished'));

-- what a receipt is for (src/model/delivery.ts)
alter table receipt
  add column kind text not null default 'image' check (kind in ('image', 'manifest', 'archive'));
update receipt set kind = case when object ~ '(^|/)manifest\.jsonl$' then 'manifest' else 'archive' end
where object !~ '^[0-9]';
