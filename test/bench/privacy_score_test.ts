import assert from "node:assert/strict";
import { type AskedImage, askImage } from "../../bench/privacy/ask_image.ts";
import { buildImage, type BuiltImage } from "../../bench/privacy/build_image.ts";
import { planCorpus } from "../../bench/privacy/plan_corpus.ts";
import { type Delivered, readDelivered } from "../../bench/privacy/read_delivered.ts";
import { readCorpus } from "../../bench/privacy/read_corpus.ts";
import { type Score, score } from "../../bench/privacy/score.ts";

const corpus = readCorpus();
const images = [...planCorpus(corpus, 5, 6)].map((plan) => buildImage(corpus, plan));
const asked: readonly AskedImage[] = images.map(askImage);

function delivered(
  { bytes, plan }: BuiltImage,
  edit: (file: Uint8Array) => void = () => {},
): Delivered {
  const copy = bytes.slice();
  edit(copy);
  const file = readDelivered(`${plan.number}.dcm`, copy);
  if (!file) throw new Error("the image cannot be read");
  return file;
}

function shares(result: Score, action: keyof Score["tallies"]): number {
  const { passed, total } = result.tallies[action];
  assert.ok(total > 0, action);
  return passed / total;
}

Deno.test("images that were delivered as they are keep everything and remove nothing", () => {
  const result = score(asked, images.map((image) => delivered(image)));
  for (
    const action of [
      "tag_retained",
      "text_notnull",
      "text_retained",
      "uid_consistent",
      "patid_consistent",
      "pixels_retained",
    ] as const
  ) assert.equal(shares(result, action), 1, action);
  for (
    const action of ["text_removed", "date_shifted", "uid_changed", "pixels_hidden"] as const
  ) assert.equal(shares(result, action), 0, action);
  assert.deepEqual(result.undelivered, []);
  assert.equal(new Set(result.strays.map(({ image }) => image)).size, images.length);
  assert.deepEqual(result.merged, { patients: 0, uids: 0 });
});

Deno.test("with nothing delivered, what asks for something to go passes, and all files are named", () => {
  const result = score(asked, []);
  assert.equal(shares(result, "text_removed"), 1);
  assert.equal(shares(result, "pixels_hidden"), 1);
  assert.equal(shares(result, "text_retained"), 0);
  assert.equal(shares(result, "pixels_retained"), 0);
  assert.equal(result.undelivered.length, images.length);
  assert.equal(result.tallies.tag_retained.totalDelivered, 0);
  assert.deepEqual(result.strays, []);
});

Deno.test("one sample that changed fails pixels_retained, and a blanked banner passes pixels_hidden", () => {
  const plain = images.find(({ drawn }) => drawn.length === 0);
  const banner = images.find(({ drawn }) => drawn.length > 0);
  assert.ok(plain && banner);
  const changed = delivered(plain, (bytes) => {
    const { length } = delivered(plain).pixels;
    bytes[bytes.length - length] = 255;
  });
  assert.equal(shares(score([askImage(plain)], [changed]), "pixels_retained"), 0);
  const blanked = delivered(banner, (bytes) => {
    const { pixels, columns } = delivered(banner);
    const start = bytes.length - pixels.length;
    bytes.fill(0, start, start + columns * 40);
  });
  assert.equal(shares(score([askImage(banner)], [blanked]), "pixels_hidden"), 1);
});

Deno.test("a planted value in the name of a delivered file is a stray", () => {
  const [image] = images;
  assert.ok(image);
  const file = { ...delivered(image), path: `x/${image.plan.values["last"]}.dcm` };
  const { strays } = score([askImage(image)], [file]);
  assert.ok(strays.some(({ inName, kind }) => inName && kind === "name"));
});

Deno.test("a UID that has two new values is inconsistent", () => {
  const pair = images.slice(0, 2); // of one series
  const study = pair[0]?.plan.values["uid:study"] ?? "";
  const files = pair.map((image, place) =>
    delivered(image, (bytes) => {
      if (place === 0) return;
      const text = new TextDecoder("latin1").decode(bytes);
      for (let at = text.indexOf(study); at >= 0; at = text.indexOf(study, at + 1)) {
        bytes[at] = 0x32;
      }
    })
  );
  const { tallies } = score(pair.map(askImage), files);
  assert.equal(tallies.uid_consistent.total - tallies.uid_consistent.passed, 1);
});
