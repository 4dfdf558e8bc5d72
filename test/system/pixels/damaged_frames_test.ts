import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { DamagedImages } from "../../support/deidentify/process_damaged.ts";
import { amount, figure } from "../../support/figures.ts";
import { run } from "../../support/tools.ts";

/** 10,000 with `deno task test:pixels`. */
const count = amount("DAMAGED", 150);
const [mostSeconds, mostMegabytes] = [5, 500];
const script = fileURLToPath(
  new URL("../../support/deidentify/process_damaged.ts", import.meta.url),
);

Deno.test(`${count} damaged compressed images have a code, and no thread is lost`, async () => {
  const args = ["run", "--quiet", "--allow-all", script, String(count)];
  const result: DamagedImages = JSON.parse(await run(Deno.execPath(), args));
  const { codes, threads, slowest, peakMegabytes } = result;
  const text = JSON.stringify(result);
  figure("damaged compressed images", text);
  assert.equal(threads, 1, text);
  assert.equal(codes.FAILED ?? 0, 0, text);
  assert.equal(codes.none ?? 0, 0, text);
  assert.ok((codes.HELD_BACK ?? 0) > count / 10, text);
  assert.equal(Object.values(codes).reduce((sum, one) => sum + one, 0), count);
  assert.ok(slowest < mostSeconds, text);
  assert.ok(peakMegabytes < mostMegabytes, text);
});
