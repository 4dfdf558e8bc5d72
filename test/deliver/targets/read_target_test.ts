import assert from "node:assert/strict";
import {
  openDestinations,
  targetDirectories,
} from "../../../src/deliver/targets/open_destinations.ts";
import { readTarget } from "../../../src/deliver/targets/read_target.ts";
import { IntakeError } from "../../../src/model/errors.ts";

/** Invalid targets with the expected message, which must not repeat the text SECRET. */
const invalid: Readonly<Record<string, RegExp>> = {
  "/SECRET": /a target must have the form/,
  "https://SECRET/dicom-web": /a target must have the form/,
  "dicomweb+ftp://SECRET": /a target must have the form/,
  "s3://key:SECRET@bucket": /contains credentials/,
  "dicomweb+https://user:SECRET@host/": /contains credentials/,
  "dimse://AET:SECRET@host:104": /contains credentials/,
  "s3://bucket?endpoint=https://key:SECRET@host": /contains credentials/,
  "s3://bucket?secretKey=SECRET": /allows only the parameters endpoint and region/,
  "dicomweb+https://host/path?token=SECRET": /allows no parameters/,
  "dimse://AET@host:104?caling=SECRET": /allows only the parameters calling/,
  "file:///SECRET#1": /allows no parameters .*%23/,
  "file:///SECRET%": /invalid escape/,
  "file:///SECRET%00": /invalid escape/,
  "s3://bucket/SECRET%zz": /invalid escape/,
  "dimse://SECRET%zz@host": /invalid escape/,
  "s3:///SECRET": /must have the form s3:\/\/bucket/,
  "s3://SECRET:9000/": /must have the form s3:\/\/bucket/,
  "s3://bucket?endpoint=SECRET:9000": /endpoint of an s3: target must have the form https:\/\/host/,
  "s3://bucket?endpoint=http://host:9000?region=SECRET":
    /endpoint of an s3: target must have the form/,
  "dimse://AET@host:104/SECRET": /without a path/,
  "dimse://SECRET@host:0": /must have the form dimse/,
  "dimse://SECRET-OF-SEVENTEEN@host": /application entity title/,
  "dimse://SECRET%5CX@host": /application entity title/,
  "dimse://AET@host?calling=SECRET-OF-SEVENTEEN": /application entity title/,
};

Deno.test("readTarget() rejects invalid targets with a message that does not repeat them", () => {
  for (const [text, message] of Object.entries(invalid)) {
    assert.throws(
      () => readTarget(text),
      (error: unknown) =>
        error instanceof IntakeError && error.code === "SETTINGS" &&
        message.test(error.message) && !error.message.includes("SECRET"),
      text,
    );
  }
});

Deno.test("schemes and hosts may have any letter case, and names are decoded", () => {
  assert.equal(readTarget("DICOMWEB+HTTPS://Host/Path/").url.href, "https://host/Path/");
  assert.equal(readTarget("DIMSE://MY%20AET@[::1]:4242").url.hostname, "[::1]");
  assert.deepEqual(targetDirectories("FILE:///A%20b%2Cc/, file:///d e//"), ["/A b,c", "/d e"]);
  for (const text of ["file:///", "file:////", "file://host/x", "file:///a%2Fb"]) {
    assert.throws(() => targetDirectories(text), /must have the form file:\/\/\/directory/);
  }
});

Deno.test("an object store needs keys for its host or bucket; the default port may be omitted", () => {
  const options = { pack: "none", answerMs: 1000 } as const;
  const open = (target: string, host: string, kind: "s3" | "basic" = "s3"): number =>
    openDestinations(target, {
      ...options,
      credentials: new Map([[host, { kind, secret: "key:secret" }]]),
    }).length;
  assert.equal(open("s3://bucket?endpoint=https://Store.example.org", "store.example.org"), 1);
  assert.equal(open("s3://bucket?endpoint=https://store.example.org", "store.example.org:443"), 1);
  assert.equal(open("s3://Bucket", "bucket"), 1);
  const missing = /has no line `host s3 key:secret`/;
  assert.throws(() => open("s3://bucket?endpoint=https://a.org:9000", "a.org"), missing);
  assert.throws(() => open("s3://bucket", "bucket", "basic"), missing);
});
