import { IntakeError } from "../../model/errors.ts";
import type { Sql, TransactionSql } from "../connect/sql.ts";
import { lockBatches, noteImages, setDue, undoSeconds } from "./decided_batches.ts";

/** Who does something with a decision, and from which address. */
export interface Reviewer {
  /** The name of the account. */
  readonly by: string;
  readonly from: string;
}

/**
 * Confirms the decision of another reviewer. Returns the number of its images, 0 if it was undone.
 * Throws IntakeError USAGE if it is the reviewer's own decision.
 */
export async function confirmDecision(
  sql: Sql,
  id: number,
  { by, from }: Reviewer,
  waitSeconds = undoSeconds,
): Promise<number> {
  return await sql.begin(async (transaction) => {
    await lockBatches(transaction, transaction`r.decision = ${id} and r.state = 'proposed'`);
    const [decision] = await transaction<{ by: string }[]>`
      select by_name as by from review_decision where id = ${id} and decision is null`;
    if (decision && decision.by === by) throw ownDecision();
    const changed = await transaction`
      update review_image set state = 'decided' where decision = ${id} and state = 'proposed'`;
    if (changed.count === 0) return 0;
    const row = await addRow(transaction, "confirm", id, { by, from }, changed.count);
    await noteImages(transaction, row, id);
    await setDue(transaction, id, waitSeconds);
    return changed.count;
  }) as number;
}

/** What an undo did. */
export interface Undone {
  /** The number of images that wait again. */
  readonly images: number;
  /** The number of images whose job has started, which were not changed. */
  readonly started: number;
}

/** Takes a decision back for all images whose job has not started. */
export async function undo(sql: Sql, id: number, { by, from }: Reviewer): Promise<Undone> {
  return await sql.begin(async (transaction) => {
    const isOpen = transaction`r.decision = ${id} and r.state in ('proposed', 'decided')`;
    const batches = await lockBatches(transaction, isOpen);
    const [open] = await transaction<{ images: number; started: number }[]>`
      select (count(*) filter (where state in ('proposed', 'decided')))::int as images,
        (count(*) filter (where state in ('started', 'done')))::int as started
      from review_image where decision = ${id}`;
    const undone = open ?? { images: 0, started: 0 };
    if (undone.images === 0) return { ...undone };
    const row = await addRow(transaction, "undo", id, { by, from }, undone.images);
    await noteImages(transaction, row, id, transaction`and r.state in ('proposed', 'decided')`);
    await transaction`
      update review_image r set state = 'waiting', decision = null where ${isOpen}`;
    await transaction`
      update batch set review_due = null where id = any(${[...batches]}) and not exists (
        select from review_image where batch_id = batch.id and state = 'decided')`;
    return { ...undone };
  }) as Undone;
}

/** Adds a row about a decision to the audit trail; returns its id. */
async function addRow(
  sql: TransactionSql,
  what: "confirm" | "undo",
  decision: number,
  { by, from }: Reviewer,
  images: number,
): Promise<number> {
  const [row] = await sql<{ id: number }[]>`
    insert into review_decision (what, decision, by_name, from_address, images)
    values (${what}, ${decision}, ${by}, ${from}, ${images}) returning id::float as id`;
  if (!row) throw new TypeError("an insert gave no row");
  return row.id;
}

function ownDecision(): IntakeError {
  return new IntakeError(
    "USAGE",
    "a decision is confirmed by another reviewer",
    "ask a second reviewer to confirm it (REVIEW_FOUR_EYES)",
  );
}
