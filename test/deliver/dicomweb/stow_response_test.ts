import assert from "node:assert/strict";
import { DeliveryError } from "../../../src/deliver/destination.ts";
import { readStowResponse } from "../../../src/deliver/dicomweb/stow_response.ts";

const uid = "2.25.1";

function item(reason: Record<string, number>): Record<string, { Value: (string | number)[] }> {
  const codes = Object.entries(reason).map(([tag, value]) => [tag, { Value: [value] }] as const);
  return { "00081155": { Value: [uid] }, ...Object.fromEntries(codes) };
}

function stored(reason: Record<string, number> = {}): string {
  return JSON.stringify({ "00081199": { vr: "SQ", Value: [item(reason)] } });
}

function refused(reason: number): string {
  return JSON.stringify({ "00081198": { vr: "SQ", Value: [item({ "00081197": reason })] } });
}

/** The result of a response: a success, or an error's reason and whether it is final. */
function outcome(status: number, text: string, headers: Record<string, string> = {}): unknown {
  try {
    return readStowResponse({ status, statusText: "X", headers: new Headers(headers) }, text, uid);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { isFinal, reason, retryAfterMs } = error;
    return [isFinal ? "final" : "again", reason, ...(retryAfterMs > 0 ? [retryAfterMs] : [])];
  }
}

const cases: readonly (readonly [name: string, got: unknown, expected: unknown])[] = [
  ["stored", outcome(200, stored()), {}],
  [
    "stored with a warning",
    outcome(202, stored({ "00081196": 0xb000 })),
    { note: "coercion of data elements (B000)" },
  ],
  [
    "already stored, by 409",
    outcome(409, refused(0x0111)),
    { state: "same", note: "the target already had it" },
  ],
  [
    "refused",
    outcome(409, refused(0xa900)),
    ["final", "the data set does not match its SOP class (A900)"],
  ],
  ["out of resources", outcome(409, refused(0xa700)), ["again", "out of resources (A700)"]],
  [
    "an unknown reason",
    outcome(409, refused(0x1234)),
    ["final", "a reason specific to this server (1234)"],
  ],
  ["a bad request", outcome(400, "<p>no\n such\u0007 thing</p>"), [
    "final",
    "400 X: no such thing",
  ]],
  ["too many", outcome(429, "", { "retry-after": "7" }), ["again", "429 X", 7000]],
  ["a server error", outcome(503, "busy"), ["again", "503 X: busy"]],
  ["a truncated answer", outcome(200, stored().slice(0, 40)), [
    "again",
    "the server's answer does not confirm the image",
  ]],
  ["an answer about another image", outcome(200, stored().replace(uid, "2.25.2")), [
    "again",
    "the server's answer does not confirm the image",
  ]],
];

for (const [name, got, expected] of cases) {
  Deno.test(`readStowResponse() understands: ${name}`, () => assert.deepEqual(got, expected));
}
