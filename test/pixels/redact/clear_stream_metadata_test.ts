import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deidentifyFile } from "../../../src/pipeline/deidentify_folder.ts";
import { clearStreamMetadata } from "../../../src/pixels/redact/clear_stream_metadata.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { makeStudy } from "../../support/files/inbox.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools, run } from "../../support/tools.ts";

const said = "Patient: Kim, Lee, MRN 55123, born 1961";

/** A marker segment. */
function segment(marker: number, content: string): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, Buffer.from(content, "latin1")]);
}

function item(content: Uint8Array): Buffer {
  const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content]);
}

/** The fragments of an encapsulated value, the offset table first. */
function fragmentsOf(value: Buffer): Buffer[] {
  const fragments: Buffer[] = [];
  for (let at = 0; at + 8 <= value.length && value.readUInt32LE(at) === 0xe000fffe;) {
    const length = value.readUInt32LE(at + 4);
    fragments.push(value.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return fragments;
}

/** A compression of a later edition: frames are cleaned if they are known. */
const laterSyntax = "1.2.840.10008.1.2.4.299";
const noFacts = {
  rows: undefined,
  columns: undefined,
  frames: undefined,
  samples: undefined,
  photometricInterpretation: undefined,
  planarConfiguration: undefined,
  bitsAllocated: undefined,
  bitsStored: undefined,
  highBit: undefined,
  pixelRepresentation: undefined,
};

/** Cleans a value that comes in parts of so many bytes. */
function cleaned(value: Uint8Array, partSize: number): Buffer {
  const copy = Buffer.from(value);
  const edit = clearStreamMetadata(laterSyntax, noFacts);
  for (let at = 0; at < copy.length; at += partSize) edit(copy.subarray(at, at + partSize), at);
  return copy;
}

/** What a tool makes of a study's image, and where its pixel data begin. */
async function compressed(
  directory: string,
  tool: string,
  args: readonly string[],
): Promise<Buffer> {
  const source = `${makeStudy(directory, "ST-1", 1, 1)}/IMG0001.dcm`;
  await run(tool, [...args, source, `${directory}/compressed`]);
  return Buffer.from(Deno.readFileSync(`${directory}/compressed`));
}

const kinds = {
  "JPEG": { tool: "dcmcjpeg", args: ["+eb"], start: [0xff, 0xd8], comment: 0xfe, first: 2 },
  "JPEG lossless": {
    tool: "dcmcjpeg",
    args: ["+e1"],
    start: [0xff, 0xd8],
    comment: 0xfe,
    first: 2,
  },
  "JPEG-LS": { tool: "dcmcjpls", args: [], start: [0xff, 0xd8], comment: 0xfe, first: 2 },
  "JPEG 2000": {
    tool: "gdcmconv",
    args: ["--j2k"],
    start: [0xff, 0x4f, 0xff, 0x51],
    comment: 0x64,
    first: 45, // SOC, and SIZ of one component
  },
};

for (const [name, { tool, args, start, comment, first }] of Object.entries(kinds)) {
  Deno.test(`comments leave no ${name} stream, and its picture stays`, {
    ignore: missingTools(tool, "gdcmconv", "gdcmraw"),
  }, async () => {
    using directory = tempDir();
    const file = await compressed(directory.path, tool, args);
    const at = file.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
    const value = file.subarray(at + 12);
    const [table = Buffer.alloc(0), ...frames] = fragmentsOf(value);
    assert.deepEqual([...frames[0]?.subarray(0, start.length) ?? []], start);
    const application = comment === 0xfe ? segment(0xe1, `Exif\0\0${said}`) : Buffer.alloc(0);
    const commented = frames.map((frame) =>
      Buffer.concat([
        frame.subarray(0, first),
        segment(comment, `\0\u0001${said.repeat(700)}`),
        application,
        frame.subarray(first),
        Buffer.from(`\0${said} `),
      ])
    );
    const source = Buffer.concat([
      file.subarray(0, at + 12),
      item(table.subarray(0, 0)),
      ...commented.map(item),
      Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
    ]);
    Deno.writeFileSync(`${directory.path}/source`, source);
    const output = `${directory.path}/output`;
    const { skipped } = await deidentifyFile(
      `${directory.path}/source`,
      output,
      "B-1",
      imageTools(),
    );
    assert.deepEqual(skipped, []);
    assert.ok(!Deno.readTextFileSync(output).includes("Kim"));
    const pictures = await Promise.all(["compressed", "output"].map(async (which) => {
      const [native, raw] = [`${directory.path}/${which}.native`, `${directory.path}/${which}.raw`];
      await run("gdcmconv", ["--raw", `${directory.path}/${which}`, native]);
      await run("gdcmraw", ["-t", "7fe0,0010", "-i", native, "-o", raw]);
      return Buffer.from(Deno.readFileSync(raw));
    }));
    assert.ok(pictures[0]?.equals(pictures[1] ?? Buffer.alloc(0)), "the same picture");
  });
}

const jfif = `JFIF\0\u0001\u0001\0\0\u0001\0\u0001\u0001\u0001`;
const scan = Buffer.from([0xff, 0xda, 0, 4, 1, 2, 9, 0xff, 0, 0xff, 0xd0, 7, 0xff, 0xff, 0xd9]);
const soi = Buffer.from([0xff, 0xd8]);
const icc = segment(0xe2, "ICC_PROFILE\0 profile");

for (const partSize of [1, 3, 7, 1000]) {
  Deno.test(`what decoders need stays, in parts of ${partSize} bytes and several fragments`, () => {
    const thumbnail = segment(0xe0, `${jfif}abc`);
    const before = [thumbnail, icc, segment(0xee, "AdobeTRANSFORM"), segment(0xe2, "ICC_other")];
    const after = [
      segment(0xe0, `${jfif}\0\0\0`),
      icc,
      segment(0xee, "AdobeTRANSFO\0\0"),
      segment(0xe2, `ICC_\0\0\0\0\0`),
    ];
    const between = Buffer.from([1, 2, 3]);
    const stream = (...segments: Buffer[]) => Buffer.concat([soi, ...segments, scan]);
    const value = (frame: Buffer) => {
      const halves = [frame.subarray(0, 33), frame.subarray(33)];
      return Buffer.concat([item(Buffer.from("offsets ")), ...halves.map(item), item(frame)]);
    };
    const second = stream(segment(0xfe, "note"));
    const source = Buffer.concat([stream(...before), between, second]);
    const expected = Buffer.concat([
      stream(...after),
      Buffer.alloc(3),
      stream(segment(0xfe, "\0\0\0\0")),
    ]);
    assert.deepEqual(cleaned(value(source), partSize), value(expected));
  });
}

Deno.test("what is no stream with markers stays as it is", () => {
  const value = Buffer.concat([
    item(Buffer.alloc(0)),
    item(Buffer.from("RLE \xff\xfe\0\x09nothing", "latin1")),
  ]);
  assert.deepEqual(cleaned(value, 5), value);
});
