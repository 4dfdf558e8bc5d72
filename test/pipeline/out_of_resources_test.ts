import assert from "node:assert/strict";
import { classifyFault } from "../../src/pipeline/classify_fault.ts";

for (const code of ["EMFILE", "ENFILE", "ENOMEM"]) {
  Deno.test(`${code} is a want of resources, and blamed on no inbox`, () => {
    const fault = classifyFault(Object.assign(new Error("/inbox/DOE^JANE"), { code }));
    assert.equal(fault.code, "OUT_OF_RESOURCES");
    assert.match(fault.message, new RegExp(code));
    assert.doesNotMatch(fault.message + fault.hint, /inbox|DOE/);
  });
}

Deno.test("a file system that is away is the inbox's fault still", () => {
  const fault = classifyFault(Object.assign(new Error(), { code: "ESTALE" }));
  assert.equal(fault.code, "SOURCE_AWAY");
});
