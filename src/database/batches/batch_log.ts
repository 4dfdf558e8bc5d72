import type { LogLine } from "../../model/log_line.ts";
import { isoTime, type Sql } from "../connect/sql.ts";

/** Older lines of a Batch are removed when new ones are stored. */
const keptLines = 500;
/** Lines are not worth waiting longer for the database. */
const limitMs = 10_000;

/** Stores lines of the log; those about Batches that are not recorded are dropped. */
export async function storeBatchLog(
  sql: Sql,
  worker: string,
  lines: readonly LogLine[],
): Promise<void> {
  await sql.begin(async (transaction) => {
    const stored = await transaction<{ batch: number }[]>`
      insert into batch_log (batch_id, at, level, event, fields, worker)
      select batch.id, line.at, line.level, line.event, line.fields, ${worker}
      from jsonb_to_recordset(${transaction.json(lines)})
        as line (batch text, at timestamptz, level text, event text, fields jsonb)
        join batch on batch.code = line.batch
      order by line.at
      returning batch_id::float as batch`;
    await transaction`
      delete from batch_log where id in (
        select old.id from unnest(${[...new Set(stored.map(({ batch }) => batch))]}::bigint[]) batch
          cross join lateral (
            select id from batch_log where batch_id = batch order by id desc offset ${keptLines}
          ) old)`;
  }, limitMs);
}

/** A stored line of the log, and the process that wrote it. */
export interface StoredLine extends Omit<LogLine, "batch" | "level"> {
  readonly level: string;
  readonly worker: string;
}

const shownLines = 200;

/** The last 200 lines of the log about a Batch, oldest first. */
export async function listBatchLog(sql: Sql, batchKey: number): Promise<StoredLine[]> {
  const lines = await sql<StoredLine[]>`
    select ${isoTime(sql, "at")} as at, level, event, fields, worker
    from batch_log where batch_id = ${batchKey} order by id desc limit ${shownLines}`;
  return lines.toReversed();
}
