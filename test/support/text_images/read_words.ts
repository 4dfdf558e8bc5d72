import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import type { Header } from "../../../src/dicom/read/header.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { findFrames, readFrame } from "../../../src/pixels/frames/find_frames.ts";
import type { Box } from "../../../src/pixels/text/picture.ts";
import { run } from "../tools.ts";

/** The programs that decode an image and read its words. */
export const readingTools: readonly string[] = [
  "dcmj2pnm",
  "dcml2pnm",
  "gdcmconv",
  "opj_decompress",
  "tesseract",
];

/** Words that were read, in lower case, and where, in pixels of the image. */
export interface ReadWords extends Box {
  readonly words: string;
}

/** What tesseract reads in all frames of a DICOM file. */
export async function readWords(path: string): Promise<ReadWords[]> {
  const read: ReadWords[] = [];
  const { scale, pictures } = await picturesOf(path);
  for (const picture of pictures) {
    const args = [picture, "-", "--psm", "11", "--dpi", "180", "tsv"];
    read.push(...wordsOf(await run("tesseract", args), scale));
  }
  return read;
}

/** Rows of `level page block paragraph line word left top width height confidence text`. */
function wordsOf(table: string, scale: number): ReadWords[] {
  return table.split("\n").slice(1).flatMap((row) => {
    const cells = row.split("\t");
    const [left = 0, top = 0, wide = 0, high = 0] = cells.slice(6, 10).map((cell) =>
      Number(cell) / scale
    );
    const words = (cells[11] ?? "").trim().toLowerCase();
    return words === "" ? [] : [{ words, left, top, right: left + wide, bottom: top + high }];
  });
}

interface Pictures {
  /** How many times larger they are than the image. */
  readonly scale: number;
  readonly pictures: readonly string[];
}

/** dcmtk renders frames, three times as large; it decodes no JPEG 2000. */
async function picturesOf(path: string): Promise<Pictures> {
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const syntax = header.transferSyntaxUID.replace("1.2.840.10008.1.2.", "");
  if (syntax.startsWith("4.20")) return { scale: 1, pictures: await htj2kPictures(path, header) };
  const isJpeg2000 = syntax === "4.90";
  if (isJpeg2000) await run("gdcmconv", ["--raw", path, `${path}.raw`]);
  const program = syntax === "4.80" ? "dcml2pnm" : "dcmj2pnm";
  const pages = `${path}.pages`;
  Deno.mkdirSync(pages);
  const options = ["+Sxf", "3", "+Wm", "+Fa", "--write-raw-pnm"];
  await run(program, [...options, isJpeg2000 ? `${path}.raw` : path, `${pages}/page`]);
  return { scale: 3, pictures: [...Deno.readDirSync(pages)].map(({ name }) => `${pages}/${name}`) };
}

async function htj2kPictures(path: string, header: Header): Promise<string[]> {
  const element = header.find(0x7fe00010);
  const { frames: count = "1" } = imageFacts(header).pixels;
  const frames = element && findFrames(header, element, Number(count));
  if (!Array.isArray(frames)) throw new TypeError("an image without frames");
  return await Array.fromAsync(frames, async (frame, at) => {
    const stream = readFrame(header.source(), frame, 1 << 24);
    if (!stream) throw new TypeError("a frame that cannot be read");
    const name = `${path}.${at}`;
    Deno.writeFileSync(`${name}.j2k`, stream);
    await run("opj_decompress", ["-i", `${name}.j2k`, "-o", `${name}.ppm`]);
    return `${name}.ppm`;
  });
}
