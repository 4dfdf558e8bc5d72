import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { openGate } from "../../../src/pipeline/image/gate_image.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import {
  deidentifyBytes,
  dumped,
  headerOf,
  outputOf,
} from "../../support/deidentify/deidentify_bytes.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import {
  ctImage,
  explicit,
  fragments,
  implicit,
  inExplicit,
  inImplicit,
  item,
  part10,
  us,
} from "../../support/dicom/raw_elements.ts";
import { tempDir } from "../../support/temp_dir.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcmdump", "gdcmdump");
const explicitLittle = "1.2.840.10008.1.2.1";
const eight = Buffer.alloc(8, 5);

Deno.test({
  name: "the gate reads 64-bit VRs at every depth, and still finds a name behind them",
  ignore,
  async fn() {
    const values = { OV: 0x00720081, SV: 0x00720082, UV: 0x00720083 };
    for (const [vr, tag] of Object.entries(values)) {
      const number = explicit(tag, vr, eight);
      const behind = explicit(0x00720404, "CS", "PRESENT ");
      const inner = explicit(0x00720400, "SQ", item(number, behind));
      const sequences = [
        explicit(0x00720400, "SQ", item(number, behind)),
        explicit(0x00720400, "SQ", item(inner, behind)),
      ];
      for (const sequence of sequences) {
        const file = part10(explicitLittle, ctImage(inExplicit, { 0x00720400: sequence }));
        const dump = await dumped(await outputOf(file));
        assert.match(dump, new RegExp(`${vr} [^]*\\(0072,0404\\) CS \\[PRESENT\\]`), vr);
      }
      const named = item(number, explicit(0x00720404, "CS", "Quillfeather"));
      const others = { 0x00720400: explicit(0x00720400, "SQ", named) };
      const { reason } = await deidentifyBytes(part10(explicitLittle, ctImage(inExplicit, others)));
      assert.match(reason, /NAME at \(0072,0400\)\[0\]\.\(0072,0404\)/);
    }
  },
});

Deno.test({
  name: "the gate reads an extended offset table",
  ignore,
  async fn() {
    const frame = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);
    const file = part10(
      "1.2.840.10008.1.2.4.50",
      ctImage(inExplicit, {
        0x00280008: explicit(0x00280008, "IS", "2 "),
        0x7fe00001: explicit(0x7fe00001, "OV", Buffer.alloc(16)),
        0x7fe00002: explicit(0x7fe00002, "OV", Buffer.alloc(16)),
        0x7fe00010: fragments([frame, frame]),
      }),
    );
    assert.match(await dumped(await outputOf(file)), /\(7fe0,0001\) OV/);
  },
});

/** What an item, a delimiter, and a sequence begin with. */
const beginnings = ["feff00e0", "feff0de0", "feffdde0"];

Deno.test({
  name: "the gate takes no value in implicit VR for a sequence because it begins as one",
  ignore,
  async fn() {
    for (const hex of beginnings) {
      const value = Buffer.concat([Buffer.from(hex, "hex"), Buffer.alloc(28, 9)]);
      const others = {
        0x00082218: implicit(0x00082218, item(implicit(0x00283006, value))),
        0x00190010: implicit(0x00190010, "SIEMENS MR HEADER "),
        0x00191027: implicit(0x00191027, value.subarray(0, 24)),
        0x00281201: implicit(0x00281201, value),
        0x00289520: implicit(0x00289520, value),
        0x7fe00010: implicit(0x7fe00010, value),
      };
      const file = part10("1.2.840.10008.1.2", ctImage(inImplicit, others));
      const output = await outputOf(file, ["retainModifiedDates", "retainSafePrivate"]);
      await dumped(output);
      const header = headerOf(output);
      for (const tag of [0x00281201, 0x7fe00010]) {
        const element = header.find(tag);
        assert.ok(element && !element.items, tag.toString(16));
        assert.deepEqual(Buffer.from(output.subarray(element.valueStart, element.valueEnd)), value);
      }
    }
  },
});

const stream = Buffer.concat([
  Buffer.from("\0\0\0\x1cftypmp42\0\0\0\x01", "latin1"),
  Buffer.from(Array.from({ length: 801 }, (_, at) => (at * 7919) % 251)),
]);
const videos = [
  "100",
  "100.1",
  "101",
  "101.1",
  "102",
  "102.1",
  "103",
  "104",
  "105",
  "106",
  "107",
  "108",
];

function video(suffix: string, values: readonly Uint8Array[], frames = 240, table = "") {
  return part10(
    `1.2.840.10008.1.2.4.${suffix}`,
    ctImage(inExplicit, {
      0x00080016: explicit(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.77.1.1.1"),
      0x00280002: explicit(0x00280002, "US", us(3)),
      0x00280004: explicit(0x00280004, "CS", "YBR_PARTIAL_420 "),
      0x00280008: explicit(0x00280008, "IS", `${frames}`.padEnd(4)),
      0x00280100: explicit(0x00280100, "US", us(8)),
      0x00280101: explicit(0x00280101, "US", us(8)),
      0x00280102: explicit(0x00280102, "US", us(7)),
      0x7fe00010: fragments(values, { table: Buffer.from(table, "hex") }),
    }),
  );
}

Deno.test("video of many frames leaves, in one fragment or in several, byte for byte", async () => {
  const whole = stream.subarray(0, 800);
  const misleading = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 9]), whole]);
  for (const suffix of videos) {
    for (const values of [[whole], [whole, whole, whole], [whole, misleading]]) {
      const output = Buffer.from(await outputOf(video(suffix, values)));
      for (const value of values) assert.ok(output.includes(value), suffix);
    }
    await outputOf(video(suffix, [stream], 240, "00000000"));
    await outputOf(video(suffix, [whole, whole, whole], 2));
  }
});

Deno.test("JPEG 2000 Part 2 compresses several frames in one fragment", async () => {
  const start = Buffer.from([0xff, 0x4f, 0xff, 0x51, 0, 2]); // SOC and SIZ
  const frames = Buffer.concat([start, stream.subarray(0, 800)]);
  for (const suffix of ["92", "93"]) await outputOf(video(suffix, [frames], 8));
});

Deno.test("video without any fragment, and pictures with too few, are damaged", async () => {
  assert.equal((await deidentifyBytes(video("102", []))).code, "DAMAGED");
  assert.equal((await deidentifyBytes(video("50", [stream.subarray(0, 800)]))).code, "DAMAGED");
});

Deno.test("a damaged image does not hold its Batch, and leaves only where findings are warnings", async () => {
  using directory = tempDir();
  const [folder, staged] = [`${directory.path}/in`, `${directory.path}/out`];
  Deno.mkdirSync(folder);
  const short = { 0x7fe00010: explicit(0x7fe00010, "OW", Buffer.alloc(30)) };
  Deno.writeFileSync(`${folder}/x`, part10(explicitLittle, ctImage(inExplicit, short)));
  const codes = { image: "DAMAGED", batch: "DAMAGED", warn: undefined } as const;
  for (const policy of ["image", "batch", "warn"] as const) {
    const tools = { ...imageTools(), gate: openGate(policy) };
    const task = { folder, staged, code: "B-1", files: [] };
    const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
    assert.equal(outcome.kind === "skipped" ? outcome.skipped.code : undefined, codes[policy]);
  }
});

Deno.test("a name in a video's first bytes is found", async () => {
  const named = Buffer.concat([stream.subarray(0, 100), Buffer.from(" Quillfeather "), stream]);
  const { reason } = await deidentifyBytes(video("102", [named]));
  assert.match(reason, /NAME at the compressed pixel data/);
});
