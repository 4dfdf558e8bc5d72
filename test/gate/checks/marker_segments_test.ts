import assert from "node:assert/strict";
import { markerSegments } from "../../../src/gate/checks/marker_segments.ts";

const latin1 = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const segment = (marker: number, text: string): number[] => {
  return [0xff, marker, 0, text.length + 2, ...latin1(text)];
};
/** Coded data: zeros, then a stuffed byte, a restart marker, and letters that are not text. */
const coded = [
  Array.from({ length: 64 }, () => 0),
  latin1("coded"),
  [0xff, 0x00],
  latin1("coded"),
  [0xff, 0xd3],
  latin1("coded"),
].flat();

function textOf(...bytes: readonly (readonly number[])[]): string | undefined {
  const segments = markerSegments(new Uint8Array(bytes.flat()));
  return segments && String.fromCharCode(...segments).match(/[a-z ]{3,}/g)?.join("");
}

Deno.test("the marker segments of a JPEG stream are returned, and its coded data is not", () => {
  const soi = [0xff, 0xd8];
  const eoi = [0xff, 0xd9];
  assert.equal(textOf(soi, segment(0xe0, "app"), segment(0xda, "scan"), coded, eoi), "appscan");
  assert.equal(
    textOf(soi, segment(0xda, "one"), coded, segment(0xfe, "comment"), segment(0xda, "two"), coded),
    "onecommenttwo",
  );
  assert.equal(textOf(soi, [0xff], segment(0xfe, "after a fill byte"), eoi), "after a fill byte");
});

Deno.test("the marker segments of a JPEG 2000 stream are returned, in every tile", () => {
  const main = [[0xff, 0x4f], segment(0x51, "size"), segment(0x64, "comment")];
  const tile = (text: string) => [...segment(0x90, "tile"), ...segment(0x64, text), 0xff, 0x93];
  const packet = [...segment(0x91, "packet"), ...coded, 0xff, 0x92, ...coded];
  assert.equal(
    textOf(...main, tile("one"), packet, tile("two"), coded, [0xff, 0xd9]),
    "sizecommenttileonepackettiletwo",
  );
});

Deno.test("all bytes from an invalid marker on, and after the end of the image, are returned", () => {
  const soi = [0xff, 0xd8];
  assert.equal(textOf(soi, segment(0xe0, "app"), latin1("no marker")), "appno marker");
  assert.equal(
    textOf(soi, segment(0xda, "scan"), coded, [0xff, 0xd9], latin1("behind")),
    "scanbehind",
  );
  const cut = [...soi, 0xff, 0xfe, 0xff, 0xf0, ...latin1("longer than the part")];
  assert.equal(textOf(cut), "longer than the part");
});

Deno.test("the first bytes of coded data are returned, in case that they are text", () => {
  const soi = [0xff, 0xd8];
  assert.equal(textOf(soi, segment(0xda, "scan"), latin1(" by name"), coded), "scan by name");
});

Deno.test("another kind of stream has no marker segments", () => {
  assert.equal(textOf(latin1("RLE")), undefined);
  assert.equal(textOf([]), undefined);
});
