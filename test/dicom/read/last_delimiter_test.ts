import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deidentifyBytes, dumped, headerOf } from "../../support/deidentify/deidentify_bytes.ts";
import {
  ctImage,
  explicit,
  fragments,
  inExplicit,
  itemEnd,
  part10,
  sequenceEnd,
} from "../../support/dicom/raw_elements.ts";
import { missingTools } from "../../support/tools.ts";

const ignore = missingTools("dcmdump", "gdcmdump");
const syntax = (suffix: string): string => `1.2.840.10008.1.2.${suffix}`;
const nothing = Buffer.alloc(0);
const jpegFrame = Buffer.from("ffd8ffffffffffd9", "hex");
const paddedFrame = Buffer.from("ffd8ffffffffd900", "hex");
const halfFrame = Buffer.from("ffd8ffff", "hex");
const rleFrame = Buffer.alloc(70);
rleFrame.set([1, 0, 0, 0, 64]);
rleFrame.set([0xf1, 1], 64);
const noise = Buffer.from(Array.from({ length: 800 }, (_, at) => (at * 7919) % 251));

function fileOf(
  suffix: string,
  values: readonly Uint8Array[],
  frames: number,
  end: Uint8Array,
  behind: Uint8Array = nothing,
): Uint8Array {
  const dataSet = ctImage(inExplicit, {
    0x00280008: explicit(0x00280008, "IS", `${frames}`.padEnd(4)),
    0x7fe00010: fragments(values, { end: Buffer.from(end) }),
  });
  return Buffer.concat([part10(syntax(suffix), dataSet), behind]);
}

const whole: Readonly<Record<string, readonly [string, readonly Uint8Array[], frames: number]>> = {
  "JPEG": ["4.50", [jpegFrame], 1],
  "JPEG in two fragments": ["4.70", [halfFrame, jpegFrame], 1],
  "JPEG of two frames in two fragments each": [
    "4.50",
    [halfFrame, jpegFrame, halfFrame, jpegFrame],
    2,
  ],
  "JPEG with a byte of padding": ["4.57", [paddedFrame], 1],
  "JPEG 2000 of two frames": ["4.90", [jpegFrame, jpegFrame], 2],
  "JPEG-LS": ["4.80", [jpegFrame], 1],
  "RLE": ["5", [rleFrame], 1],
  "RLE of two frames": ["5", [rleFrame, rleFrame], 2],
  "MPEG-4": ["4.102", [noise], 240],
};

for (const [what, [suffix, values, frames]] of Object.entries(whole)) {
  Deno.test({
    name: `compressed pixel data without their last delimiter are whole: ${what}`,
    ignore,
    async fn() {
      const trailing = explicit(0xfffcfffc, "OB", Buffer.alloc(8));
      const ends: readonly (readonly [Uint8Array, Uint8Array, string])[] = [
        [nothing, nothing, "MISSING_DELIMITER"],
        [nothing, Buffer.alloc(512), "MISSING_DELIMITER"],
        [nothing, trailing, "MISSING_DELIMITER"],
        [itemEnd, nothing, "WRONG_DELIMITER"],
      ];
      for (const [end, behind, repair] of ends) {
        const file = fileOf(suffix, values, frames, end, behind);
        assert.deepEqual([...headerOf(file).facts.repairs], [repair]);
        const { bytes, reason } = await deidentifyBytes(file);
        assert.equal(reason, "");
        await dumped(bytes);
        assert.deepEqual([...headerOf(bytes).facts.repairs], []);
        assert.ok(Buffer.from(bytes).includes(Buffer.from(values.at(-1) ?? noise)));
      }
    },
  });
}

const cut: Readonly<Record<string, readonly [string, readonly Uint8Array[], frames: number]>> = {
  "a JPEG whose next fragment is missing": ["4.50", [halfFrame], 1],
  "a JPEG in several fragments": ["4.50", [halfFrame, halfFrame], 1],
  "JPEG of two frames in two fragments each, cut off in the middle": [
    "4.50",
    [halfFrame, jpegFrame],
    2,
  ],
  "JPEG of too few frames": ["4.50", [jpegFrame], 2],
  "RLE of too few frames": ["5", [rleFrame, rleFrame], 3],
  "video in several fragments": ["4.102", [noise, noise], 240],
  "an offset table and nothing else": ["4.50", [], 1],
};

for (const [what, [suffix, values, frames]] of Object.entries(cut)) {
  Deno.test(`what was cut off between two fragments is truncated: ${what}`, async () => {
    for (const behind of [nothing, Buffer.alloc(512)]) {
      const { code } = await deidentifyBytes(fileOf(suffix, values, frames, nothing, behind));
      assert.ok(code === "TRUNCATED" || (code === "MALFORMED" && values.length === 0), code);
    }
  });
}

Deno.test("what was cut off inside a delimiter is truncated", async () => {
  for (let size = 1; size < 8; size++) {
    const file = fileOf("4.50", [jpegFrame], 1, sequenceEnd.subarray(0, size));
    assert.equal((await deidentifyBytes(file)).code, "TRUNCATED", String(size));
  }
});
