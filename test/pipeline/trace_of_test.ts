import assert from "node:assert/strict";
import { listFiles } from "../../src/folder/list_files.ts";
import { IntakeError } from "../../src/model/errors.ts";
import { traceOf } from "../../src/pipeline/classify_fault.ts";

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return assert.fail("nothing was thrown");
}

const lookalikes = [
  "    at DOE^JANE (file:///inbox/DOE_JANE/x.dcm:1:1)",
  `    at doe_jane (${new URL("../../src/doe_jane.ts", import.meta.url).href}:1:1)`,
  "    at async doe_jane (ext:doe/jane.js:1:1)",
  "    at /inbox/doe_jane.ts:1:1",
  "    at Object.doe [as jane] (node:doe/jane:1:1)",
];

for (const line of lookalikes) {
  Deno.test(`no line of a message becomes a part of a trace: ${line.trim().slice(0, 30)}`, () => {
    const error = thrownBy(() => [...listFiles(`/nowhere\n${line}\n/x`)]);
    assert.ok(String(error).includes(line.replaceAll(/\/+/g, "/")), "the message has the line");
    assert.doesNotMatch(traceOf(new TypeError(`x\n${line}`)) ?? "", /doe|jane|inbox/i);
    const trace = traceOf(error) ?? "";
    assert.doesNotMatch(trace, /doe|jane|inbox|nowhere/i);
    assert.match(trace, /at \w* ?\(src\/folder\/list_files\.ts:\d+:\d+\)/);
  });
}

Deno.test("a message that changed after the error arose, or a name, is not in the trace", () => {
  const error = thrownBy(() => [...listFiles("/nowhere")]);
  assert.ok(error instanceof Error);
  error.message = "x\n    at doe_jane (file:///doe_jane.ts:1:1)";
  error.name = "Jane\n    at doe_jane (file:///doe_jane.ts:1:1)";
  assert.doesNotMatch(traceOf(error) ?? "", /doe|jane/i);
});

Deno.test("the trace of a fault is that of its cause; a stack that somebody wrote has none", () => {
  const cause = thrownBy(() => [...listFiles("/nowhere")]);
  const fault = new IntakeError("INTERNAL", "unexpected NotFound", "retry", { cause });
  assert.match(traceOf(fault) ?? "", /list_files/);
  const { origin }: { origin: { stack?: string } } = { origin: {} };
  const asked = thrownBy(() => {
    const error = new Error("x\n    at doe_jane (file:///doe_jane.ts:1:1)");
    Error.captureStackTrace(origin, thrownBy);
    Object.defineProperty(error, "stack", { get: () => origin.stack });
    throw error;
  });
  assert.doesNotMatch(traceOf(asked) ?? "", /doe|jane/i, "the stack of a statement that asked");
  const written = new Error("x");
  written.stack = "Error: x\n    at doe_jane (file:///doe_jane.ts:1:1)";
  assert.equal(traceOf(written), undefined);
  assert.equal(traceOf("    at doe_jane (file:///doe_jane.ts:1:1)"), undefined);
  assert.equal(traceOf(undefined), undefined);
});
