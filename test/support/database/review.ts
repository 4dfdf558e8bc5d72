import assert from "node:assert/strict";
import { claimBatches, claimDelivered } from "../../../src/database/batches/claim_batches.ts";
import { finishBatch } from "../../../src/database/batches/finish_batch.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { storeBatch } from "../../../src/database/images/store_batch.ts";
import type { ClaimedBatch } from "../../../src/model/batch.ts";
import type { ImageRow, SkippedFile } from "../../../src/model/image.ts";
import type { FoundWaiting, ReviewRequest } from "../../../src/model/review.ts";
import { content, request, waiting } from "./batches.ts";

/** The SHA-256 of an invented original. */
export function digestOf(number: number): string {
  return String(number).padStart(64, "0");
}

/** A file that was held back and waits for a person. */
export function waitingFile(number: number, changes: Partial<FoundWaiting> = {}): SkippedFile {
  return {
    fileNumber: number,
    path: `JANE-${number}.dcm`,
    code: "HELD_BACK",
    reason: "BurnedInAnnotation YES",
    group: "blacklist",
    rule: "burned-in annotation",
    outputUid: `2.25.9${number}`,
    review: {
      sha256: digestOf(number),
      waiting: {
        bytes: 1000,
        modality: "US",
        device: "GE, device 00000001",
        layout: "480 x 640",
        boxes: [{ left: 1, top: 2, width: 3, height: 4 }],
        frames: 1,
        rows: 480,
        columns: 640,
        series: "2.25.5",
        ...changes,
      },
    },
  };
}

/** A Batch in REVIEW with these files. */
export async function inReview(
  sql: Sql,
  uid: string,
  files: readonly SkippedFile[],
  images: readonly ImageRow[] = [],
): Promise<ClaimedBatch> {
  await waiting(sql, [uid]);
  const [batch] = await claimBatches(sql, request, 1);
  assert.ok(batch);
  await storeBatch(sql, batch, content(images, files));
  assert.equal((await finishBatch(sql, batch, {})).status, "REVIEW");
  return batch;
}

/** What a reviewer asks for about files of a Batch. */
export function requestFor(
  batch: string,
  numbers: readonly number[],
  changes: Partial<ReviewRequest> = {},
): ReviewRequest {
  return {
    images: numbers.map((number) => ({ batch, number, sha256: digestOf(number) })),
    scope: "image",
    action: "release",
    boxes: [],
    reason: "",
    by: "ann",
    from: "192.0.2.1",
    ...changes,
  };
}

/** Claims Batches whose decisions are due. */
export function dueBatches(sql: Sql): Promise<ClaimedBatch[]> {
  return claimDelivered(sql, request, 10);
}
