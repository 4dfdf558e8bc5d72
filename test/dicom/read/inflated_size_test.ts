import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { fileInMemory } from "../../../src/system/readable_file.ts";
import { ctImage, explicit, inExplicit, part10 } from "../../support/dicom/raw_elements.ts";

const mebibyte = 1 << 20;

/** The code of a deflated image with this pixel data; undefined if its header can be read. */
function codeOf(pixels: Uint8Array): string | undefined {
  const dataSet = ctImage(inExplicit, { 0x7fe00010: explicit(0x7fe00010, "OB", pixels) });
  const file = part10("1.2.840.10008.1.2.1.99", deflateRawSync(dataSet, { level: 1 }));
  try {
    readHeader(fileInMemory(file));
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}

Deno.test("a deflated image of 95 MiB of zeros is read", () => {
  assert.equal(codeOf(new Uint8Array(95 * mebibyte)), undefined);
});

Deno.test("a small deflated file that inflates to more than 96 MiB is refused", () => {
  assert.equal(codeOf(new Uint8Array(97 * mebibyte)), "TOO_COMPLEX");
});

Deno.test("a large deflated file may inflate to more than 96 MiB: 8 times its size", () => {
  const noise = Buffer.alloc(14 * mebibyte);
  for (let at = 0; at < noise.length; at += 65536) {
    crypto.getRandomValues(noise.subarray(at, at + 65536));
  }
  assert.equal(codeOf(Buffer.concat([noise, new Uint8Array(86 * mebibyte)])), undefined);
});
