import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { processImage } from "../../src/pipeline/image/process_image.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { ctImage, fragments, inExplicit, part10 } from "../support/dicom/raw_elements.ts";
import { tempDir } from "../support/temp_dir.ts";

/** A name that is not in the header, so that only cleaning can remove it. */
const name = Buffer.from("WHITTLESEA JOANNA");
const jpeg = "1.2.840.10008.1.2.4.50";
const jpegLS = "1.2.840.10008.1.2.4.80";
const jpeg2000 = "1.2.840.10008.1.2.4.90";
const jpegXL = "1.2.840.10008.1.2.4.110";
const rle = "1.2.840.10008.1.2.5";

function bytes(...parts: (Uint8Array | readonly number[])[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

const comment = bytes([0xff, 0xfe, 0, name.length + 2], name);
const picture = bytes([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0], [1, 2, 3, 4], [0xff, 0xd9]);

/** A box of a JPEG XL file (ISO/IEC 18181-2). */
function box(type: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length + 8);
  head.write(type, 4, "latin1");
  return bytes(head, content);
}

/** One segment, which starts after the header of 64 bytes (PS3.5 G.5), and perhaps more. */
function rleFrame(segment: Uint8Array, gap = 0, surplus?: Uint8Array): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(surplus ? 3 : 1, 0);
  header.writeUInt32LE(64 + gap, 4);
  if (!surplus) return bytes(header, segment);
  header.writeUInt32LE(64 + segment.length, 8);
  header.writeUInt32LE(64 + segment.length, 12);
  return bytes(header, segment, surplus);
}

function segment(marker: number, content: Uint8Array): Buffer {
  return bytes([0xff, marker, 0, content.length + 2], content);
}

const tables = bytes([0], Buffer.alloc(16));
/** SOC and SIZ of one component. */
const startOf2000 = bytes([0xff, 0x4f], segment(0x51, bytes(Buffer.alloc(35), [1, 7, 1, 1])));
const signatureXL = box("JXL ", Buffer.from([13, 10, 0x87, 10]));

const streams: Readonly<Record<string, readonly [syntax: string, fragment: Buffer]>> = {
  "a comment of a JPEG stream with a fill byte before its start": [
    jpeg,
    bytes([0xff], [0xff, 0xd8], comment, picture),
  ],
  "a comment of a JPEG stream with padding before its start": [
    jpeg,
    bytes([0, 0], [0xff, 0xd8], comment, picture),
  ],
  "bytes between the segments of a JPEG stream": [jpeg, bytes([0xff, 0xd8], name, picture)],
  "Exif in a JPEG XL file": [jpegXL, bytes(box("Exif", name), box("jxlc", Buffer.from([255, 10])))],
  "a segment with an unknown marker in a JPEG stream": [
    jpeg,
    bytes([0xff, 0xd8], segment(0xf3, name), picture),
  ],
  "a reserved marker in a JPEG stream, and bytes after it": [
    jpeg,
    bytes([0xff, 0xd8], [0xff, 0x41], name, picture),
  ],
  "bytes after the parameters of a JPEG frame": [
    jpeg,
    bytes([0xff, 0xd8], segment(0xc0, bytes([8, 0, 4, 0, 4, 1, 1, 0x11, 0], name)), picture),
  ],
  "bytes between two scans of a JPEG stream": [
    jpeg,
    bytes([0xff, 0xd8], picture.subarray(0, -2), segment(0xc4, tables), name, picture),
  ],
  "bytes after the end of a JPEG stream": [jpeg, bytes([0xff, 0xd8], picture, name)],
  "bytes before a JPEG stream": [jpeg, bytes(name, [0xff, 0xd8], picture)],
  "a mapping table in a JPEG-LS stream": [
    jpegLS,
    bytes([0xff, 0xd8], segment(0xf8, bytes([2, 1, 1], name)), picture),
  ],
  "bytes after the parameters in a JPEG-LS stream": [
    jpegLS,
    bytes([0xff, 0xd8], segment(0xf8, bytes([1], Buffer.alloc(10), name)), picture),
  ],
  "a segment with an unknown marker in a JPEG 2000 stream": [
    jpeg2000,
    bytes(startOf2000, segment(0x67, name), [0xff, 0xd9]),
  ],
  "bytes between the segments of a JPEG 2000 stream": [
    jpeg2000,
    bytes(startOf2000, name, [0xff, 0xd9]),
  ],
  "XML in a JP2 file": [
    jpeg2000,
    bytes(box("jP  ", Buffer.from([13, 10, 0x87, 10])), box("xml ", name)),
  ],
  "an unknown box in a JPEG XL file": [
    jpegXL,
    bytes(signatureXL, box("WHIT", name), box("jxlc", Buffer.from([255, 10]))),
  ],
  "a compressed box in a JPEG XL file, whose last part of the picture is before it": [
    jpegXL,
    bytes(signatureXL, box("jxlp", Buffer.from([0x80, 0, 0, 0, 255, 10])), box("brob", name)),
  ],
  "bytes before an RLE segment": [rle, rleFrame(bytes(name, [0xf1, 1], [0xf1, 2]), name.length)],
  "a surplus RLE segment": [rle, rleFrame(bytes([0xf1, 1], [0xf1, 2]), 0, name)],
  "bytes after an encapsulated uncompressed frame": [
    "1.2.840.10008.1.2.1.98",
    bytes(Buffer.alloc(32), name),
  ],
  "bytes after the end of an RLE segment": [
    rle,
    // 32 bytes in two runs, then what no decoder reads
    rleFrame(bytes([0xf1, 1], [0xf1, 2], name)),
  ],
};

/** Those that do not begin as they should, or in which something may be needed. */
const refused = /before its start|before a JPEG|Exif|mapping table|encapsulated uncompressed/;

/** The smallest ones split every segment. */
const bufferSizes = [2, 3, 7, 1000];

for (const [what, [syntax, fragment]] of Object.entries(streams)) {
  Deno.test(`${what} is removed, or the image is held back`, async () => {
    using directory = tempDir();
    const pixels = { 0x7fe00010: fragments([fragment]) };
    Deno.writeFileSync(`${directory.path}/x`, part10(syntax, ctImage(inExplicit, pixels)));
    const outputs: string[] = [];
    for (const size of bufferSizes) {
      const staged = `${directory.path}/out${size}`;
      const task = { folder: directory.path, staged, code: "B-1", files: [] };
      const tools = { ...imageTools(), buffer: new Uint8Array(size) };
      const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
      assert.equal(outcome.kind === "skipped", refused.test(what));
      if (outcome.kind === "skipped") assert.match(outcome.skipped.code, /^(DAMAGED|MALFORMED)$/);
      else outputs.push(Deno.readTextFileSync(`${staged}/${outcome.row.path}`));
    }
    assert.ok(outputs.every((output) => !output.includes("WHITTLESEA")));
    assert.equal(new Set(outputs).size, refused.test(what) ? 0 : 1);
  });
}
