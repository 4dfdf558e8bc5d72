import type { BatchStatus } from "../../model/batch.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import { needsAttention } from "./attention.ts";

/** Selects Batches; an absent member does not restrict the selection. */
export interface BatchFilter {
  readonly status?: BatchStatus | undefined;
  /**
   * Only those that `errors` shows: ERROR, with skipped or held files, or with a changed folder,
   * and not acknowledged.
   */
  readonly attention?: boolean | undefined;
  /** Only those that a person has acknowledged, and to which nothing new has happened since. */
  readonly acknowledged?: boolean | undefined;
  /** The code of the error. */
  readonly error?: string | undefined;
  /** A target that has refused images of the Batch for good. */
  readonly refusedBy?: string | undefined;
  /** A target in the settings, to which the Batch is or was delivered. */
  readonly target?: string | undefined;
  /** A modality, and a pseudonym, StudyInstanceUID or accession number of the output. */
  readonly modality?: string | undefined;
  readonly patient?: string | undefined;
  readonly study?: string | undefined;
  readonly accession?: string | undefined;
  /** The beginning of a code. */
  readonly code?: string | undefined;
  /** Found at this time or later. */
  readonly since?: Date | undefined;
  /** Found before this time. */
  readonly until?: Date | undefined;
  /** Finished at this time or later, and before this time. */
  readonly finishedSince?: Date | undefined;
  readonly finishedBefore?: Date | undefined;
}

/** A filter as a condition on `batch`. */
export function batchCondition(sql: Sql | TransactionSql, filter: BatchFilter): Statement {
  const { status, attention, acknowledged, error, refusedBy, target, code, since, until } = filter;
  const { finishedSince, finishedBefore } = filter;
  return sql`true
    ${status ? sql`and status = ${status}` : sql``}
    ${attention ? sql`and ${needsAttention(sql)}` : sql``}
    ${acknowledged ? sql`and acknowledged_at is not null` : sql``}
    ${error ? sql`and status = 'ERROR' and error_code = ${error}` : sql``}
    ${
    refusedBy
      ? sql`and status = 'ERROR' and exists (select from delivery where batch_id = batch.id
          and target = ${refusedBy} and state = 'refused')`
      : sql``
  }
    ${
    target
      ? sql`and exists (select from delivery where batch_id = batch.id and target = ${target}
          and state <> 'closed')`
      : sql``
  }
    ${contentCondition(sql, filter)}
    ${code ? sql`and starts_with(code, ${code})` : sql``}
    ${since ? sql`and found_at >= ${since}` : sql``}
    ${until ? sql`and found_at < ${until}` : sql``}
    ${finishedSince ? sql`and finished_at >= ${finishedSince}` : sql``}
    ${finishedBefore ? sql`and finished_at < ${finishedBefore}` : sql``}`;
}

/** What the images of the Batch contain. */
function contentCondition(
  sql: Sql | TransactionSql,
  { modality, patient, study, accession }: BatchFilter,
): Statement {
  // arrays of keys, which the planner turns into index scans, whatever the statistics are
  const withStudy = (condition: Statement): Statement =>
    sql`and id = any(array(
      select batch_id from image where series_id = any(array(
        select series.id from series join study on study.id = study_id where ${condition}))))`;
  return sql`
    ${modality ? sql`and modalities @> array[${modality}]::text[]` : sql``}
    ${patient ? withStudy(sql`patient = ${patient}`) : sql``}
    ${study ? withStudy(sql`study_instance_uid = ${study}`) : sql``}
    ${accession ? withStudy(sql`accession = ${accession}`) : sql``}`;
}
