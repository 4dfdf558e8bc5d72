import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { previewDecision } from "../../../src/database/review/decide.ts";
import { countWaiting, listWaiting } from "../../../src/database/review/list_waiting.ts";
import type { WaitingCursor } from "../../../src/database/review/list_waiting.ts";
import { figure } from "../../support/figures.ts";
import { inReview, requestFor, waitingFile } from "../../support/database/review.ts";
import { withDatabase } from "../../support/database/test_database.ts";

const [images, perPage] = [10_000, 60];

/** Reads all pages of the list; returns the time in ms that 95 of 100 pages stay below. */
async function pageThrough(sql: Sql): Promise<{ count: number; p95: number }> {
  const times: number[] = [];
  let after: WaitingCursor | undefined;
  for (let count = 0;;) {
    const startedAt = performance.now();
    const page = await listWaiting(sql, {}, after, perPage);
    times.push(performance.now() - startedAt);
    count += page.length;
    after = page.at(-1);
    if (!after) {
      return { count, p95: times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0 };
    }
  }
}

Deno.test("with 10,000 waiting images, each page of the list is read in less than 100 ms", () =>
  withDatabase(async (sql) => {
    await inReview(sql, "ST-1", Array.from({ length: images }, (_, at) => waitingFile(at + 1)));
    await sql`analyze review_image`;
    const { count, p95 } = await pageThrough(sql);
    assert.equal(count, images);
    figure("p95 of a page of 10,000 waiting images, ms", Math.round(p95));
    assert.ok(p95 < 100, `${p95} ms`);
    assert.equal((await countWaiting(sql)).images, images);
    const effect = await previewDecision(sql, requestFor("B-ST-1", [1], { scope: "alike" }));
    assert.deepEqual([effect.images, effect.batches], [images, 1]);
  }));
