import assert from "node:assert/strict";
import { repairs } from "../src/dicom/read/repairs.ts";
import { faults, refusalCodes, skipCodes } from "../src/model/errors.ts";

const text = Deno.readTextFileSync(new URL("../docs/troubleshooting.md", import.meta.url));
const documented = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
const notFaults = ["MIN_FREE", "NO_ROOM", "UNSETTLED", "CHANGED_WHILE_READ", "CHANGED", "CONFLICT"];

Deno.test("every code has a row in docs/troubleshooting.md, and every row a code", () => {
  const known = [...Object.keys(faults), ...notFaults, ...skipCodes, ...refusalCodes];
  // a transfer syntax may be repaired, or a reason to skip
  const all = new Set([...known, ...repairs]);
  assert.deepEqual([...new Set(documented)].toSorted(), [...all].toSorted());
  assert.equal(documented.length, known.length + repairs.length);
});
