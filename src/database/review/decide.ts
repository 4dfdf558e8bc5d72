import { IntakeError } from "../../model/errors.ts";
import type { ReviewEffect, ReviewRequest } from "../../model/review.ts";
import type { Executor, Sql } from "../connect/sql.ts";
import type { Statement } from "../connect/statement.ts";
import { lockBatches, noteImages, setDue, undoSeconds } from "./decided_batches.ts";

/** A decision that was recorded. */
export interface Decided extends ReviewEffect {
  readonly id: number;
}

/** Which images a decision would be about; changes nothing. Throws IntakeError USAGE. */
export async function previewDecision(sql: Sql, request: ReviewRequest): Promise<ReviewEffect> {
  requireComplete(request);
  return await countWhere(sql, sqlChosen(sql, request));
}

/**
 * Records a decision about images that wait, in the audit trail and for the next job of their
 * Batches. Images with another decision are not changed. If a second reviewer must confirm it,
 * nothing happens until then. Returns undefined, and decides nothing, if no image waits, or other
 * images than expected. Throws IntakeError USAGE.
 */
export async function decide(
  sql: Sql,
  request: ReviewRequest,
  { fourEyes = false, waitSeconds = undoSeconds }: {
    readonly fourEyes?: boolean;
    readonly waitSeconds?: number;
  } = {},
): Promise<Decided | undefined> {
  requireComplete(request);
  const { scope, action, boxes, reason, by, from, expected } = request;
  return await sql.begin(async (transaction) => {
    const batches = await lockBatches(transaction, sqlChosen(transaction, request));
    // images of further Batches may wait by now
    const chosen = transaction`${sqlChosen(transaction, request)}
      and r.batch_id = any(${batches}::bigint[])`;
    const effect = await countWhere(transaction, chosen);
    const isExpected = expected === undefined || expected === effect.fingerprint;
    if (effect.images === 0 || !isExpected) return undefined;
    const [decision] = await transaction<{ id: number }[]>`
      insert into review_decision (what, by_name, from_address, scope, boxes, reason, images)
      values (${action}, ${by}, ${from}, ${scope}, ${
      transaction.json(boxes.map((box) => ({ ...box })))
    }, ${reason}, ${effect.images})
      returning id::float as id`;
    if (!decision) throw new TypeError("an insert gave no row");
    const { id } = decision;
    await transaction`
      update review_image r set decision = ${id}, state = ${fourEyes ? "proposed" : "decided"}
      where ${chosen}`;
    await noteImages(transaction, id, id);
    if (!fourEyes) await setDue(transaction, id, waitSeconds);
    return { id, ...effect };
  }) as Decided | undefined;
}

/** The images of a request that wait, as a condition on `review_image r`. */
function sqlChosen(sql: Executor, { images, scope }: ReviewRequest): Statement {
  const named = sql`
    select i.* from jsonb_to_recordset(${sql.json(images.map((one) => ({ ...one })))})
      as n (batch text, number int, sha256 text)
    join batch b on b.code = n.batch
    join review_image i on i.batch_id = b.id and i.file_number = n.number
      and i.sha256 = n.sha256`;
  switch (scope) {
    case "image":
      return sql`r.state = 'waiting'
        and (r.batch_id, r.file_number) in (select batch_id, file_number from (${named}) named)`;
    case "series":
      return sql`r.state = 'waiting' and r.series in (select series from (${named}) named)`;
    case "alike":
      return sql`r.state = 'waiting'
        and (r.device, r.layout) in (select device, layout from (${named}) named)`;
  }
}

async function countWhere(sql: Executor, condition: Statement): Promise<ReviewEffect> {
  const [effect] = await sql<ReviewEffect[]>`
    select count(*)::int as images, count(distinct batch_id)::int as batches,
      md5(coalesce(string_agg(sha256, ' ' order by sha256), '')) as fingerprint
    from review_image r where ${condition}`;
  if (!effect) throw new TypeError("an aggregate gave no row");
  return { ...effect };
}

function requireComplete({ action, boxes }: ReviewRequest): void {
  if ((action === "redact") !== (boxes.length > 0)) {
    throw new IntakeError(
      "USAGE",
      "a decision has boxes if, and only if, pixels are to be made black",
      "draw a box, or release the image as it is",
    );
  }
  const isBox = ({ left, top, width, height }: ReviewRequest["boxes"][number]): boolean =>
    [left, top, width, height].every((one) => Number.isInteger(one) && one >= 0 && one < 65536) &&
    width > 0 && height > 0;
  if (boxes.every(isBox)) return;
  throw new IntakeError("USAGE", "a box has no area, or is not in whole pixels", "draw it again");
}
