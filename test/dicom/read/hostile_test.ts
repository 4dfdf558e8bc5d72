import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { SkippedFileError } from "../../../src/model/errors.ts";
import { tempDir } from "../../support/temp_dir.ts";

/** The code a file of these bytes is left out with; undefined when its header can be read. */
function codeOf(bytes: Uint8Array): string | undefined {
  using directory = tempDir();
  const path = `${directory.path}/x`;
  Deno.writeFileSync(path, bytes);
  using file = Deno.openSync(path);
  try {
    readHeader(file);
    return undefined;
  } catch (error) {
    if (error instanceof SkippedFileError) return error.code;
    throw error;
  }
}

function sample(): Uint8Array {
  const [file] = syntheticStudy({ number: 1, images: 1, size: 16 });
  assert.ok(file);
  return file.bytes;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Explicit little endian: tag, VR, 32-bit length, then what follows. */
function long(tag: number, vr: string, length: number, ...rest: Uint8Array[]): Uint8Array {
  const head = new Uint8Array(12);
  const view = new DataView(head.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  head.set(text(vr), 4);
  view.setUint32(8, length, true);
  return new Uint8Array(rest.reduce((all, part) => [...all, ...part], [...head]));
}

function item(length: number): Uint8Array {
  const head = new Uint8Array(8);
  new DataView(head.buffer).setUint32(0, 0xe000fffe, true);
  new DataView(head.buffer).setUint32(4, length, true);
  return head;
}

function repeated(part: Uint8Array, times: number): Uint8Array {
  const bytes = new Uint8Array(part.length * times);
  for (let n = 0; n < times; n++) bytes.set(part, n * part.length);
  return bytes;
}

const modality = new Uint8Array([0x08, 0, 0x60, 0, 0x43, 0x53, 2, 0, 0x43, 0x54]);

Deno.test("what is not DICOM is left out as such", () => {
  assert.equal(codeOf(new Uint8Array(0)), "EMPTY_FILE");
  assert.equal(codeOf(text("just a note\n")), "NOT_DICOM");
  assert.equal(codeOf(new Uint8Array(5000)), "NOT_DICOM");
  assert.equal(
    codeOf(new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...new Uint8Array(600)])),
    "NOT_DICOM",
  );
  assert.equal(codeOf(new Uint8Array([...new Uint8Array(128), ...text("DICM")])), "NOT_DICOM");
});

Deno.test("a file that is cut off anywhere in its header or pixels is left out, never a crash", () => {
  const bytes = sample();
  for (let size = 133; size < bytes.length; size += size < 1500 ? 1 : 37) {
    const code = codeOf(bytes.subarray(0, size));
    const fine = code === "TRUNCATED" || code === "NOT_DICOM" || code === undefined;
    assert.ok(fine, `cut at ${size}: ${code}`);
  }
  assert.equal(codeOf(bytes.subarray(0, bytes.length - 1)), "TRUNCATED");
});

Deno.test("impossible lengths are refused without being believed", () => {
  for (const length of [0xfffffffe, 0x7fffffff, 0x10000000]) {
    assert.equal(codeOf(long(0x00080005, "UN", length)), "TRUNCATED");
    assert.equal(codeOf(long(0x00081110, "SQ", length)), "TRUNCATED");
  }
  assert.equal(codeOf(long(0x00081110, "OB", 0xffffffff)), "MALFORMED");
  assert.equal(codeOf(long(0x00081110, "SQ", 8, item(100))), "MALFORMED");
  assert.equal(codeOf(long(0x00081110, "SQ", 0xffffffff, item(0xffffffff))), "TRUNCATED");
});

Deno.test("sequences nested 10,000 deep are refused", () => {
  const level = long(0x00081110, "SQ", 0xffffffff, item(0xffffffff));
  assert.equal(codeOf(repeated(level, 10_000)), "TOO_COMPLEX");
});

Deno.test("more than a million elements are refused, soon", () => {
  const started = performance.now();
  assert.equal(codeOf(repeated(modality, 1_100_000)), "TOO_COMPLEX");
  assert.ok(performance.now() - started < 60_000);
});

Deno.test("a sequence of thousands of items, as in an enhanced multi-frame image, is read", () => {
  const items = repeated(new Uint8Array([...item(modality.length), ...modality]), 20_000);
  const sequence = long(0x00081110, "SQ", items.length);
  const bytes = new Uint8Array(sequence.length + items.length);
  bytes.set(sequence);
  bytes.set(items, sequence.length);
  assert.equal(codeOf(bytes), undefined);
});

/** `count` items of two elements each: three times as many as the limits count. */
function itemsOfTwo(count: number): Uint8Array {
  const one = new Uint8Array([...item(modality.length * 2), ...modality, ...modality]);
  const items = repeated(one, count);
  return Buffer.concat([long(0x00081110, "SQ", items.length), items]);
}

Deno.test("a small file with more than 400,000 elements in sequences is refused, a large one is read", () => {
  const pixels = Buffer.concat([long(0x7fe00010, "OW", 15_000_000), new Uint8Array(15_000_000)]);
  assert.equal(codeOf(itemsOfTwo(130_000)), undefined);
  assert.equal(codeOf(itemsOfTwo(140_000)), "TOO_COMPLEX");
  assert.equal(codeOf(Buffer.concat([itemsOfTwo(140_000), pixels])), undefined);
});

Deno.test("a deflated file that would fill the memory is refused", () => {
  const bytes = sample();
  const uid = text("1.2.840.10008.1.2.1.99");
  const meta = long(0x00020001, "OB", 2, Uint8Array.of(0, 1));
  const syntax = new Uint8Array([2, 0, 0x10, 0, 0x55, 0x49, uid.length, 0, ...uid]);
  const prefix = [...bytes.subarray(0, 132), ...meta, ...syntax];
  const zeros = new Uint8Array(300 << 20);
  const bomb = deflateRawSync(
    new Uint8Array([...modality, ...long(0x00081110, "SQ", zeros.length)]),
  );
  assert.ok(bomb.length > 0);
  const whole = new Uint8Array(zeros.length + 22);
  whole.set(modality);
  whole.set(long(0x00081110, "SQ", zeros.length), modality.length);
  assert.equal(codeOf(new Uint8Array([...prefix, ...deflateRawSync(whole)])), "TOO_COMPLEX");
  assert.equal(
    codeOf(new Uint8Array([...prefix, ...text("this is no deflated stream")])),
    "MALFORMED",
  );
});

Deno.test("zeros and rubbish after the pixel data are no part of the data set", () => {
  const bytes = sample();
  assert.equal(codeOf(new Uint8Array([...bytes, ...new Uint8Array(512)])), undefined);
  assert.equal(codeOf(new Uint8Array([...bytes, ...text("some rubbish at the end")])), undefined);
});

Deno.test("a reason never holds anything that the file says", () => {
  using directory = tempDir();
  const path = `${directory.path}/x`;
  const bytes = sample();
  for (let at = 133; at < 1400; at += 3) {
    const mutated = bytes.slice();
    mutated[at] = 0xff;
    Deno.writeFileSync(path, mutated);
    using file = Deno.openSync(path);
    try {
      readHeader(file);
    } catch (error) {
      assert.ok(error instanceof SkippedFileError);
      assert.doesNotMatch(error.message, /FAKE|20200/);
    }
  }
});
