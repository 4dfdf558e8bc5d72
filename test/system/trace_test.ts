import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { plantedFile } from "../support/patients/planted_image.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { ask, webUrl } from "../support/web/web.ts";

const token = "TOKENXQZ";

interface SpanOfTrace {
  readonly name: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes?: readonly { key: string; value: Record<string, unknown> }[];
}

/** A collector of OpenTelemetry (OTLP, JSON) that keeps what it is sent. */
function collector(): AsyncDisposable & { readonly url: string; readonly bodies: string[] } {
  const bodies: string[] = [];
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (r) => {
    const text = await r.text();
    if (r.url.endsWith("/v1/traces")) bodies.push(text);
    return Response.json({});
  });
  const url = `http://127.0.0.1:${server.addr.port}`;
  return { url, bodies, [Symbol.asyncDispose]: () => server.shutdown() };
}

function spansOf(bodies: readonly string[]): SpanOfTrace[] {
  return bodies.flatMap((body) =>
    JSON.parse(body).resourceSpans.flatMap(
      ({ scopeSpans }: { scopeSpans: { spans: SpanOfTrace[] }[] }) =>
        scopeSpans.flatMap(({ spans }) => spans),
    )
  );
}

Deno.test("a Batch's life is a trace of its stages, by its code and numbers alone", async () => {
  using directory = tempDir();
  await using otlp = collector();
  const intake = new IntakeUnderTest(directory.path, {
    SETTLE: "0",
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
  });
  dropFolder(intake.inbox, token, [{ name: `${token}.dcm`, bytes: plantedFile(token, 1) }]);
  assert.equal((await intake.run("queue")).code, 0);
  const spans = spansOf(otlp.bodies);
  const batch = spans.find(({ name }) => name === "batch");
  assert.ok(batch);
  const stages = spans.filter(({ parentSpanId }) => parentSpanId === batch.spanId)
    .map(({ name }) => name);
  assert.deepEqual(stages, ["look", "import", "store", "place", "finish"]);
  const said = Object.fromEntries(
    (batch.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
  );
  assert.match(String(said["batch.code"]), /^B-/);
  assert.deepEqual([said["batch.status"], String(said["batch.images"])], ["DONE", "1"]);
  assert.doesNotMatch(otlp.bodies.join(), new RegExp(token, "i"));
});

Deno.test("no address of the page or the API holds a folder's name, and so no span does", async () => {
  using directory = tempDir();
  await using otlp = collector();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  dropFolder(intake.inbox, token, [{ name: `${token}.dcm`, bytes: plantedFile(token, 1) }]);
  assert.equal((await intake.run("queue")).code, 0);
  await using serve = intake.start("serve", [], {
    WEB_LISTEN: "127.0.0.1:0",
    OTEL_DENO: "true",
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
    OTEL_EXPORTER_OTLP_ENDPOINT: otlp.url,
  });
  const url = await webUrl(serve);
  const found = await ask(`${url}/api/batches/find`, {
    method: "POST",
    body: JSON.stringify({ name: token }),
    headers: { "content-type": "application/json" },
  });
  const { code } = JSON.parse(found.text);
  const page = await ask(`${url}/batches/${code}`);
  assert.equal(page.status, 200);
  const addresses = [...page.text.matchAll(/(?:href|action|src|url)="(\/[^"]*)"/g)];
  for (const [, address = ""] of addresses) assert.doesNotMatch(address, new RegExp(token, "i"));
  assert.equal((await ask(`${url}/api/batches/${code}/retry`, { method: "POST" })).status, 202);
  assert.equal((await serve.stop()).code, 0);
  const spans = otlp.bodies.join();
  assert.match(spans, /url\.full/);
  assert.ok(spans.includes(code), "requests are spans");
  assert.doesNotMatch(spans, new RegExp(token, "i"));
});
