import assert from "node:assert/strict";
import type { ImageOutcome } from "../../../src/model/image.ts";
import type { TextPolicy } from "../../../src/model/batch.ts";
import type { ImageTools } from "../../../src/pipeline/image/image_tools.ts";
import { processImage } from "../../../src/pipeline/image/process_image.ts";
import { recipesOf } from "../../../src/pipeline/image/recipes.ts";
import { inspectionTurns, TextFinder } from "../../../src/pipeline/image/text_tools.ts";
import { CodecHolder, codecsPath } from "../../../src/pixels/codecs/codec_libraries.ts";
import type { TextDetector } from "../../../src/pixels/text/text_detector.ts";
import { imageTools } from "../../support/deidentify/image_tools.ts";
import { brightDetector, textBox } from "../../support/dicom/bright_detector.ts";
import { ascii, type PlainElement } from "../../support/dicom/encode_data_set.ts";
import { type NativeImage, nativeImage, us } from "../../support/dicom/native_image.ts";
import { tempDir } from "../../support/temp_dir.ts";

const [rows, columns] = [40, 50];
const hold: TextPolicy = { which: "risk", action: "hold", keep: "nothing" };
const redact: TextPolicy = { which: "risk", action: "redact", keep: "nothing" };

/** An ultrasound image with a line of bright pixels. */
const withText = new Uint8Array(rows * columns).fill(20).fill(255, 5 * columns, 5 * columns + 9);
const withoutText = new Uint8Array(rows * columns).fill(20);

interface Options {
  readonly policy?: TextPolicy;
  readonly recipe?: string;
  readonly image?: Partial<NativeImage>;
  readonly more?: Partial<ImageTools>;
  readonly detector?: Partial<ReturnType<typeof brightDetector>>;
}

interface Processed {
  readonly outcome: ImageOutcome;
  /** How often the detector was loaded. */
  readonly loads: number;
  /** The written file, if there is one. */
  readonly bytes: Uint8Array | undefined;
  readonly reads: number;
}

async function processed(
  pixels: Uint8Array,
  { policy = hold, recipe = "", image = {}, more = {}, detector }: Options = {},
): Promise<Processed> {
  using directory = tempDir();
  const folder = directory.path;
  const bytes = nativeImage({ rows, columns, frames: 1, bits: 8, ...image }, pixels);
  Deno.writeFileSync(`${folder}/x`, bytes);
  let [loads, reads] = [0, 0];
  const open = () => {
    loads++;
    return Promise.resolve({ ...brightDetector(), ...detector });
  };
  const codecs = new CodecHolder(codecsPath());
  const finder = new TextFinder(open, codecs, (amount) => reads += amount);
  const recipes = recipesOf(recipe ? { file: "r", text: `FORMAT dicom\n${recipe}` } : undefined);
  const text = { policy, finder, turns: inspectionTurns() };
  const tools = { ...imageTools(), ...recipes, text, ...more };
  const task = { folder, staged: `${folder}/out`, code: "B-1", files: [] };
  const outcome = await processImage(task, { number: 1, path: "x", isFile: true }, tools);
  const written = outcome.kind === "image"
    ? Deno.readFileSync(`${folder}/out/${outcome.row.path}`)
    : undefined;
  return { outcome, loads, bytes: written, reads };
}

function reasonOf({ outcome }: Processed): string {
  assert.ok(outcome.kind === "skipped", "the image left");
  const { code, group, rule, reason } = outcome.skipped;
  return `${code} ${group}/${rule}: ${reason}`;
}

function assertLeaves({ outcome }: Processed, verdict: string): void {
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  assert.equal(outcome.row.screening.verdict, verdict);
}

const says = (tag: number, value: string): Partial<NativeImage> => ({
  more: [ascii(tag, "CS", value)],
});

Deno.test("an image at risk in which no text is found leaves, although a default rule holds its kind", async () => {
  const result = await processed(withoutText);
  assertLeaves(result, "pass");
  assert.equal(result.loads, 1);
  assert.ok(result.reads > 10 * 65536 / 1e6 * rows * columns);
});

Deno.test("an image with text is held back with the number of rectangles, and why it was inspected", async () => {
  assert.equal(
    reasonOf(await processed(withText)),
    "HELD_BACK text/text in the pixels: text was found in its pixels: 1 rectangle with other " +
      "text (inspected because of Modality US)",
  );
});

Deno.test("the reason says of what kind the text is, and never quotes it", async () => {
  const named = {
    more: [ascii(0x00100010, "PN", "QUIMBY^EVA"), ascii(0x00100020, "LO", "4711023")],
  };
  const kindOf = async (words: string) =>
    reasonOf(await processed(withText, { image: named, detector: brightDetector({ words }) }));
  assert.match(await kindOf("Quimby, Eva"), /1 rectangle with a name of the header \(/);
  assert.match(await kindOf("ID 4711O23"), /with an identifier of the header \(/);
  assert.match(await kindOf("12.03.1957"), /with a date or time \(/);
  assert.match(await kindOf("5 cm"), /with harmless text \(/);
  assert.doesNotMatch(await kindOf("QUIMBY EVA"), /quimby|eva/i);
});

Deno.test("with TEXT_KEEP=harmless only harmless text stays in the pixels", async () => {
  const keep = "harmless" as const;
  const scale = { detector: brightDetector({ words: "5 cm" }) };
  const unknown = { detector: brightDetector({ words: "Rossi 5 cm" }) };
  assertLeaves(await processed(withText, { ...scale, policy: { ...hold, keep } }), "pass");
  const kept = await processed(withText, { ...scale, policy: { ...redact, keep } });
  assertLeaves(kept, "pass");
  assert.ok(kept.bytes?.includes(255));
  assertLeaves(await processed(withText, { ...unknown, policy: { ...redact, keep } }), "blank");
  assert.match(
    reasonOf(await processed(withText, { ...unknown, policy: { ...hold, keep } })),
    /with other text/,
  );
});

Deno.test("with TEXT_KEEP=harmless, harmless text that stays in a redacted image is not found again", async () => {
  const two = new Uint8Array(withText).fill(255, 20 * columns, 20 * columns + 9);
  const lines = [[5, "Rossi"], [20, "5 cm"]] as const;
  const find: TextDetector["find"] = (picture, asked) => {
    const scale = picture.rows / rows;
    const isBright = (row: number): boolean =>
      (picture.samples[Math.floor((row + 0.5) * scale) * picture.columns + 2] ?? 0) > 200;
    const shown = lines.filter(([row]) => isBright(row));
    return Promise.resolve(shown.map(([row, words]) => ({
      ...textBox({ left: 0, top: row * scale, right: 9 * scale, bottom: (row + 1) * scale }),
      kind: asked?.kindOf?.(words) ?? "other",
    })));
  };
  const policy = { ...redact, keep: "harmless" as const };
  const { outcome, bytes } = await processed(two, { policy, detector: { find } });
  assert.ok(outcome.kind === "image", JSON.stringify(outcome));
  assert.equal(outcome.row.screening.rectangles.length, 1);
  assert.ok(bytes?.includes(255));
});

Deno.test("BurnedInAnnotation NO does not spare an image the inspection", async () => {
  assert.match(reasonOf(await processed(withText, { image: says(0x00280301, "NO") })), /1 rect/);
});

Deno.test("an image that states text is held back if none is found, unless a rule of the site keeps it", async () => {
  const image = says(0x00280301, "YES");
  const held =
    /^HELD_BACK text\/stated text not found: BurnedInAnnotation says that its pixels show/;
  for (const policy of [hold, redact]) {
    assert.match(reasonOf(await processed(withoutText, { image, policy })), held);
  }
  const keep = "harmless" as const;
  const scale = { image, detector: brightDetector({ words: "5 cm" }) };
  assert.match(
    reasonOf(await processed(withText, { ...scale, policy: { ...redact, keep } })),
    held,
  );
  assertLeaves(await processed(withText, { image, policy: redact }), "blank");
  const recipe = "%filter whitelist\nLABEL no text\n  equals Modality US";
  assertLeaves(await processed(withoutText, { image, recipe }), "keep");
});

Deno.test("a statement about text that is neither yes nor no is answered by the inspection", async () => {
  assertLeaves(await processed(withoutText, { image: says(0x00280301, "no") }), "pass");
});

Deno.test("the default rules that no inspection can answer still hold images back", async () => {
  const faces = await processed(withoutText, { image: says(0x00280302, "YES") });
  assert.match(reasonOf(faces), /recognizable visual features/);
  const label = await processed(withoutText, { image: says(0x00480010, "YES") });
  assert.match(reasonOf(label), /slide label/);
  const sopClass = "1.2.840.10008.5.1.4.1.1.77.1.6";
  const overview = await processed(withoutText, {
    image: {
      modality: "SM",
      sopClass,
      ...says(0x00080008, "DERIVED\\PRIMARY\\OVERVIEW\\NONE"),
    },
  });
  assert.match(reasonOf(overview), /slide overview/);
  assert.equal(faces.loads + label.loads + overview.loads, 0);
});

Deno.test("a site's own rule holds an image back without an inspection", async () => {
  const recipe = "%filter blacklist\nLABEL ours\n  equals Modality US";
  const result = await processed(withoutText, { recipe });
  assert.match(reasonOf(result), /^HELD_BACK blacklist\/ours/);
  assert.equal(result.loads, 0);
});

Deno.test("a site's allow rule does not spare an image the inspection, unless it says so", async () => {
  const recipe = (group: string) => `%filter ${group}\nLABEL ours\n  equals Modality US`;
  const allowed = await processed(withText, { recipe: recipe("whitelist") });
  assert.match(reasonOf(allowed), /1 rectangle/);
  assertLeaves(await processed(withoutText, { recipe: recipe("whitelist") }), "keep");
  const spared = await processed(withText, { recipe: recipe("whitelist-with-text") });
  assertLeaves(spared, "keep");
  const context = await processed(withText, { recipe: recipe("whitelist-context") });
  assert.match(reasonOf(context), /1 rectangle/);
  assert.equal(spared.loads, 0);
});

Deno.test("what a site's rule redacts is not found again", async () => {
  const recipe = (area: string) =>
    `%filter graylist\nLABEL ours\n  equals Modality US\n  coordinates ${area}`;
  assertLeaves(await processed(withText, { recipe: recipe("0,0,50,10") }), "blank");
  assert.match(reasonOf(await processed(withText, { recipe: recipe("0,0,5,10") })), /1 rectangle/);
});

Deno.test("text is redacted, and the pixels outside of its rectangle stay the same", async () => {
  const result = await processed(withText, { policy: redact });
  assertLeaves(result, "blank");
  assert.ok(result.outcome.kind === "image" && result.bytes);
  const { screening, header } = result.outcome.row;
  assert.deepEqual(screening.rectangles, ["0,5,9,6"]);
  assert.equal(screening.group, "text");
  assert.match(header, /113101/);
  const pixels = result.bytes.subarray(-rows * columns);
  const expected = withoutText.slice().fill(0, 5 * columns, 5 * columns + 9);
  assert.deepEqual(pixels, expected);
});

Deno.test("text is redacted in addition to what a site's rule redacts, and wins over what it keeps", async () => {
  const recipe = "%filter graylist\nLABEL ours\n  equals Modality US\n" +
    "  coordinates 0,30,50,40\n  keepcoordinates 0,0,50,10";
  const result = await processed(withText, { policy: redact, recipe });
  assertLeaves(result, "blank");
  assert.ok(result.outcome.kind === "image");
  assert.equal(result.outcome.row.screening.group, "graylist");
  assert.deepEqual(result.outcome.row.screening.rectangles, [
    "0,30,50,40",
    "keep 0,0,50,10",
    "0,5,9,6",
  ]);
});

Deno.test("an image in whose redacted output text is found again is held back, and its output removed", async () => {
  let searches = 0;
  const find = () => {
    searches++;
    return Promise.resolve([textBox({ left: 0, top: 0, right: 5, bottom: 5 })]);
  };
  const result = await processed(withText, { policy: redact, detector: { find } });
  assert.equal(
    reasonOf(result),
    "HELD_BACK text/text after redaction: text was still found after its pixels were redacted: " +
      "1 rectangle",
  );
  assert.equal(searches, 2);
});

Deno.test("an image with text that cannot be redacted is held back", async () => {
  const pixels = new Uint8Array(2 * rows * columns).fill(1);
  pixels[0] = 200;
  const result = await processed(pixels, {
    policy: redact,
    image: { frames: 2 },
    detector: {
      find: () => Promise.resolve([textBox({ left: 90, top: 90, right: 95, bottom: 95 })]),
    },
  });
  assert.match(
    reasonOf(result),
    /^HELD_BACK text\/text in the pixels: text in its pixels requires/,
  );
});

Deno.test("an image at risk that cannot be decoded is held back, with the reason", async () => {
  const result = await processed(withoutText, { image: { frames: 3 } });
  assert.match(
    reasonOf(result),
    /^HELD_BACK text\/pixels not inspected: text cannot be ruled out: its pixel data do not have/,
  );
});

Deno.test("a detector that fails holds the image back, and is loaded again for the next one", async () => {
  const result = await processed(withoutText, {
    detector: { find: () => Promise.reject(new RangeError("JANE")) },
  });
  assert.match(reasonOf(result), /text cannot be ruled out: the text detector failed \(inspected/);
});

Deno.test("an image that suggests no text is not inspected, except with TEXT=all", async () => {
  const image: Partial<NativeImage> = { modality: "MR", sopClass: "1.2.840.10008.5.1.4.1.1.4" };
  const plain = await processed(withText, { image });
  assertLeaves(plain, "pass");
  assert.equal(plain.loads, 0);
  const all = await processed(withText, {
    image,
    policy: { which: "all", action: "hold", keep: "nothing" },
  });
  assert.match(reasonOf(all), /inspected because of TEXT=all/);
});

Deno.test("without a policy the default rules decide", async () => {
  const result = await processed(withoutText, { more: { text: undefined } });
  assert.match(reasonOf(result), /^HELD_BACK blacklist\/ultrasound/);
  assertLeaves(
    await processed(withText, { more: { text: undefined }, image: says(0x00280301, "NO") }),
    "pass",
  );
});

Deno.test("an overlay that a rule keeps is searched in the output", async () => {
  const plane = new Uint8Array(rows * columns / 8);
  const overlay = (value: Uint8Array): readonly PlainElement[] => [
    us(0x60000010, rows),
    us(0x60000011, columns),
    ascii(0x60000040, "CS", "G"),
    us(0x60000100, 1),
    us(0x60000102, 0),
    { tag: 0x60003000, vr: "OW", value },
  ];
  const recipe = "%header\nKEEP select:group:6000";
  const image = { modality: "MR", sopClass: "1.2.840.10008.5.1.4.1.1.4" };
  const withMark = await processed(withoutText, {
    recipe,
    image: { ...image, more: overlay(plane.slice().fill(0xff, 10, 60)) },
  });
  assert.match(reasonOf(withMark), /text was found in 1 overlay that a rule keeps/);
  const empty = { ...image, more: overlay(plane) };
  assertLeaves(await processed(withoutText, { recipe, image: empty }), "pass");
  const removed = await processed(withoutText, {
    image: { ...image, more: overlay(plane.slice().fill(0xff, 10, 60)) },
  });
  assertLeaves(removed, "pass");
  assert.equal(removed.loads, 0);
});

Deno.test("a held image is copied to the quarantine, also after its output was inspected", async () => {
  using directory = tempDir();
  const quarantine = directory.path;
  const find = () => Promise.resolve([textBox({ left: 0, top: 0, right: 5, bottom: 5 })]);
  for (const policy of [hold, redact]) {
    await processed(withText, { policy, more: { quarantine }, detector: { find } });
    const copy = Deno.readFileSync(`${quarantine}/B-1/1.dcm`);
    assert.ok(copy.length > rows * columns);
    Deno.removeSync(`${quarantine}/B-1`, { recursive: true });
  }
});
