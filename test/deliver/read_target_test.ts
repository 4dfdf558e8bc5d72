import assert from "node:assert/strict";
import { readTarget } from "../../src/deliver/read_target.ts";
import { openDestinations, targetDirectories } from "../../src/deliver/open_destinations.ts";
import { IntakeError } from "../../src/errors.ts";

/** Each holds SECRET where it must not be repeated. */
const impossible: Readonly<Record<string, RegExp>> = {
  "/SECRET": /is not of the form/,
  "https://SECRET/dicom-web": /is not of the form/,
  "dicomweb+ftp://SECRET": /is not of the form/,
  "s3://key:SECRET@bucket": /holds credentials/,
  "dicomweb+https://user:SECRET@host/": /holds credentials/,
  "dimse://AET:SECRET@host:104": /holds credentials/,
  "s3://bucket?endpoint=https://key:SECRET@host": /holds credentials/,
  "s3://bucket?secretKey=SECRET": /only endpoint and region may follow/,
  "dicomweb+https://host/path?token=SECRET": /nothing may follow/,
  "dimse://AET@host:104?caling=SECRET": /only calling may follow/,
  "file:///SECRET#1": /nothing may follow .*%23/,
  "file:///SECRET%": /begins no escape/,
  "file:///SECRET%00": /begins no escape/,
  "s3://bucket/SECRET%zz": /begins no escape/,
  "dimse://SECRET%zz@host": /begins no escape/,
  "s3:///SECRET": /needs s3:\/\/bucket/,
  "s3://SECRET:9000/": /needs s3:\/\/bucket/,
  "s3://bucket?endpoint=SECRET:9000": /endpoint is not of the form https:\/\/host/,
  "s3://bucket?endpoint=http://host:9000?region=SECRET": /endpoint is not of the form/,
  "dimse://AET@host:104/SECRET": /without a path/,
  "dimse://SECRET@host:0": /needs dimse/,
  "dimse://SECRET-OF-SEVENTEEN@host": /application entity title/,
  "dimse://SECRET%5CX@host": /application entity title/,
  "dimse://AET@host?calling=SECRET-OF-SEVENTEEN": /application entity title/,
};

Deno.test("a target that cannot be meant is refused in one sentence that does not repeat it", () => {
  for (const [text, message] of Object.entries(impossible)) {
    assert.throws(
      () => readTarget(text),
      (error: unknown) =>
        error instanceof IntakeError && error.code === "SETTINGS" &&
        message.test(error.message) && !error.message.includes("SECRET"),
      text,
    );
  }
});

Deno.test("schemes and hosts are read in any letter case, names with their escapes", () => {
  assert.equal(readTarget("DICOMWEB+HTTPS://Host/Path/").url.href, "https://host/Path/");
  assert.equal(readTarget("DIMSE://MY%20AET@[::1]:4242").url.hostname, "[::1]");
  assert.deepEqual(targetDirectories("FILE:///A%20b%2Cc/, file:///d e//"), ["/A b,c", "/d e"]);
  for (const text of ["file:///", "file:////", "file://host/x", "file:///a%2Fb"]) {
    assert.throws(() => targetDirectories(text), /needs file:\/\/\/directory/);
  }
});

Deno.test("an object store needs keys, by its host or bucket, its usual port written or not", () => {
  const options = { pack: "none", answerMs: 1000 } as const;
  const open = (target: string, host: string, kind: "s3" | "basic" = "s3"): number =>
    openDestinations(target, {
      ...{ ...options, credentials: new Map([[host, { kind, secret: "key:secret" }]]) },
    }).length;
  assert.equal(open("s3://bucket?endpoint=https://Store.example.org", "store.example.org"), 1);
  assert.equal(open("s3://bucket?endpoint=https://store.example.org", "store.example.org:443"), 1);
  assert.equal(open("s3://Bucket", "bucket"), 1);
  const missing = /has no line `host s3 key:secret`/;
  assert.throws(() => open("s3://bucket?endpoint=https://a.org:9000", "a.org"), missing);
  assert.throws(() => open("s3://bucket", "bucket", "basic"), missing);
});
