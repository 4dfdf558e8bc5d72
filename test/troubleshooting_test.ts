import assert from "node:assert/strict";
import { adviceTable } from "../scripts/make_advice.ts";
import { repairs } from "../src/dicom/read/repairs.ts";
import { faults, refusalCodes, skipCodes } from "../src/model/errors.ts";
import { attemptCodes } from "../src/model/target.ts";

const text = Deno.readTextFileSync(new URL("../docs/troubleshooting.md", import.meta.url));
const documented = [...text.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code);
const notFaults = [
  "MIN_FREE",
  "NO_ROOM",
  "MAX_UNDELIVERED",
  "UNSETTLED",
  "CHANGED_WHILE_READ",
  "CHANGED",
  "WAITING",
  "CONFLICT",
];

Deno.test("every code has a row in docs/troubleshooting.md, and every row a code", () => {
  const known = [
    ...Object.keys(faults),
    ...notFaults,
    ...skipCodes,
    ...refusalCodes,
    ...attemptCodes,
  ];
  // a transfer syntax may be repaired, or a reason to skip
  const all = new Set([...known, ...repairs]);
  assert.deepEqual([...new Set(documented)].toSorted(), [...all].toSorted());
  assert.equal(documented.length, known.length + repairs.length);
});

Deno.test("the page's table of codes is what scripts/make_advice.ts makes of the document", () => {
  const table = new URL("../src/web/help/advice.tsv", import.meta.url);
  assert.equal(Deno.readTextFileSync(table), adviceTable(text));
});
