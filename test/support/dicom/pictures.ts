import { syntheticStudy } from "../../../src/cli/demo/synthetic_study.ts";
import { writeFile, type Written } from "../../../src/cli/demo/write_explicit.ts";
import { run } from "../tools.ts";
import { ascii, encodeFile, plainEncodings } from "./encode_data_set.ts";

/** One image of a folder, told from others by its number (InstanceNumber). */
export interface Picture {
  readonly number: number;
  readonly transferSyntax: string;
  /** The number of an uncompressed image that looks the same; none when nothing can be drawn. */
  readonly like?: number;
  /** How far a decoder of a lossy syntax may be from another: of 255. */
  readonly within: number;
}

export const pictureTools = ["dcmcjpeg", "dcmdjpeg", "dcmcjpls", "dcmcrle", "dcmodify", "gdcmconv"];

const jpeg = "1.2.840.10008.1.2.4";
const explicit = "1.2.840.10008.1.2.1";

/** What makes one of a source, and its transfer syntax (PS3.5 annex A). */
const lossless: readonly (readonly [string, ...string[]])[] = [
  [`${jpeg}.70`, "dcmcjpeg", "+e1"],
  [`${jpeg}.57`, "dcmcjpeg", "+el"],
  [`${jpeg}.80`, "dcmcjpls", "+el"],
  [`${jpeg}.80`, "gdcmconv", "-L"],
  [`${jpeg}.90`, "gdcmconv", "-K"],
  ["1.2.840.10008.1.2.5", "dcmcrle"],
  ["1.2.840.10008.1.2.1.99", "gdcmconv", "-d"],
];
/** Decoded again for comparison by what follows the slash. */
const lossy: readonly (readonly [string, ...string[]])[] = [
  [`${jpeg}.50`, "dcmcjpeg", "+eb", "+Wi", "1", "/", "dcmdjpeg"],
  [`${jpeg}.51`, "dcmcjpeg", "+ee", "+bt", "/", "dcmdjpeg"],
  [`${jpeg}.81`, "gdcmconv", "-L", "-Y", "-e", "3", "/", "gdcmconv", "-w"],
  [`${jpeg}.91`, "gdcmconv", "-K", "-Y", "--irreversible", "-q", "40", "/", "gdcmconv", "-w"],
];
const ofColours: readonly (readonly [string, ...string[]])[] = [
  [`${jpeg}.50`, "dcmcjpeg", "+eb", "/", "dcmdjpeg"],
  [`${jpeg}.90`, "gdcmconv", "-K", "/", "gdcmconv", "-w"],
  ["1.2.840.10008.1.2.5", "dcmcrle", "/", "gdcmconv", "-w"],
];
const undrawn: readonly (readonly [string, ...string[]])[] = [
  [`${jpeg}.53`, "dcmcjpeg", "+es", "+bt"],
  [`${jpeg}.55`, "dcmcjpeg", "+ep", "+bt"],
];

/** Fills a folder with an image of each compressed transfer syntax that the tools can make. */
export async function makePictures(folder: string): Promise<Picture[]> {
  const pictures: Picture[] = [];
  const add = async (from: string, syntax: string, tool: readonly string[], like?: number) => {
    const number = pictures.length + 1;
    const [program = "cp", ...options] = tool;
    const file = `${folder}/${number}.dcm`;
    await run(program, [...options, from, file]);
    await run("dcmodify", ["-q", "-nb", "-gin", "-m", `(0020,0013)=${number}`, file]);
    pictures.push({ number, transferSyntax: syntax, within: 0, ...(like ? { like } : {}) });
    return { number, file };
  };
  const addWithItsLike = async (from: string, [syntax, ...words]: readonly string[]) => {
    const slash = words.indexOf("/");
    const made = await add(from, syntax ?? "", words.slice(0, slash));
    const { number: like } = await add(made.file, explicit, words.slice(slash + 1));
    pictures[made.number - 1] = {
      number: made.number,
      transferSyntax: syntax ?? "",
      like,
      within: 4,
    };
  };
  const [grey, colours] = [`${folder}/../grey.dcm`, `${folder}/../colours.dcm`];
  for (const { bytes } of syntheticStudy({ number: 8, images: 1, size: 64 })) {
    Deno.writeFileSync(grey, bytes);
  }
  Deno.writeFileSync(colours, colourImage(64));
  const { number: plain } = await add(grey, explicit, ["cp"]);
  for (const [syntax, ...words] of lossless) await add(grey, syntax, words, plain);
  for (const recipe of lossy) await addWithItsLike(grey, recipe);
  for (const recipe of ofColours) await addWithItsLike(colours, recipe);
  for (const [syntax, ...words] of undrawn) await add(grey, syntax, words);
  const number = pictures.length + 1;
  Deno.writeFileSync(`${folder}/${number}.dcm`, video(number));
  return [...pictures, { number, transferSyntax: `${jpeg}.102`, within: 0 }];
}

/** A gradient of red, green and blue. */
function colourImage(size: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 3);
  for (let at = 0; at < size * size; at++) {
    const [x, y] = [at % size, Math.floor(at / size)];
    pixels.set([x * 4, y * 4, 255 - x * 4], at * 3);
  }
  const usImage = "1.2.840.10008.5.1.4.1.1.6.1";
  const elements: Written[] = [
    [0x00080016, "UI", usImage],
    [0x00080018, "UI", "2.25.8801"],
    [0x00080060, "CS", "US"],
    [0x00100020, "LO", "FAKE-COLOURS"],
    [0x0020000d, "UI", "2.25.8802"],
    [0x0020000e, "UI", "2.25.8803"],
    [0x00200013, "IS", "1"],
    [0x00280002, "US", [3]],
    [0x00280004, "CS", "RGB"],
    [0x00280006, "US", [0]],
    [0x00280010, "US", [size]],
    [0x00280011, "US", [size]],
    [0x00280100, "US", [8]],
    [0x00280101, "US", [8]],
    [0x00280102, "US", [7]],
    [0x00280103, "US", [0]],
    [0x00280301, "CS", "NO"],
    [0x7fe00010, "OB", pixels],
  ];
  return writeFile(usImage, "2.25.8801", elements);
}

/** As much of a video as a program sees that does not play it. */
function video(number: number): Uint8Array {
  const { explicit } = plainEncodings;
  if (!explicit) throw new TypeError("explicit is one of the encodings");
  const elements = [
    ascii(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.77.1.1.1"),
    ascii(0x00080018, "UI", "2.25.8811"),
    ascii(0x00080060, "CS", "ES"),
    ascii(0x00100020, "LO", "FAKE-VIDEO"),
    ascii(0x0020000d, "UI", "2.25.8812"),
    ascii(0x0020000e, "UI", "2.25.8813"),
    ascii(0x00200013, "IS", String(number)),
    { tag: 0x00280010, vr: "US", value: Uint8Array.of(64, 0) },
    { tag: 0x00280011, vr: "US", value: Uint8Array.of(64, 0) },
    ascii(0x00280301, "CS", "NO"),
  ];
  // encapsulated (PS3.5 A.4): no offsets, one fragment of four bytes
  const behind = Uint8Array.fromHex(
    "e07f10004f420000ffffffff" +
      "feff00e000000000" +
      "feff00e00400000000000001" +
      "feffdde000000000",
  );
  return encodeFile(elements, { ...explicit, transferSyntaxUID: `${jpeg}.102` }, { behind });
}
