import assert from "node:assert/strict";
import { readStowResponse, summaryOf } from "../../../src/deliver/dicomweb/stow_response.ts";

const failed = { status: 503, statusText: "Service Unavailable", headers: new Headers() };

Deno.test("a long answer with many open brackets is summarised at once, and does not block the process", () => {
  const startedAt = performance.now();
  assert.match(summaryOf(failed, "<".repeat(100_000)), /^503 Service Unavailable: <{120}$/);
  assert.throws(() => readStowResponse(failed, "<".repeat(100_000), "1.2.3"));
  // with a search for the end of each bracket it takes half a minute
  const tookMs = performance.now() - startedAt;
  assert.ok(tookMs < 2000, `${tookMs} ms`);
});

Deno.test("the beginning of a page is summarised without its tags", () => {
  const page = `<html><body class="x">The <b>disk</b> is full.</body>${
    "<p>more</p>".repeat(100_000)
  }`;
  assert.match(summaryOf(failed, page), /^503 Service Unavailable: The disk is full\. more more/);
});
