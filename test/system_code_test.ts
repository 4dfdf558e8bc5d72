import assert from "node:assert/strict";
import { systemCode } from "../src/system/system_code.ts";

Deno.test("errors that Node has no name for are known by their number", () => {
  const error = Object.assign(new Error(), { code: "UNKNOWN", errno: -116 });
  assert.equal(systemCode(error), "ESTALE");
  assert.equal(systemCode(Object.assign(new Error(), { code: "EIO", errno: -5 })), "EIO");
  assert.equal(systemCode(new Error("x (os error 116)")), "ESTALE");
  assert.equal(systemCode(new Error("x")), "");
});
