import { imageFacts } from "../../../src/dicom/read/image_facts.ts";
import type { Header } from "../../../src/dicom/read/header.ts";
import { readHeader } from "../../../src/dicom/read/read_header.ts";
import { findFrames, readFrame } from "../../../src/pixels/frames/find_frames.ts";
import { run } from "../tools.ts";

/** The programs that decode an image and read its words. */
export const readingTools: readonly string[] = [
  "dcmj2pnm",
  "dcml2pnm",
  "gdcmconv",
  "opj_decompress",
  "tesseract",
];

/** The words that tesseract reads in all frames of a DICOM file, in lower case. */
export async function readWords(path: string): Promise<string> {
  const read: string[] = [];
  for (const picture of await picturesOf(path)) {
    read.push(await run("tesseract", [picture, "-", "--psm", "11", "--dpi", "180"]));
  }
  return read.join("\n").toLowerCase();
}

/** dcmtk renders frames, three times as large; it decodes no JPEG 2000. */
async function picturesOf(path: string): Promise<string[]> {
  using file = Deno.openSync(path);
  const header = readHeader(file);
  const syntax = header.transferSyntaxUID.replace("1.2.840.10008.1.2.", "");
  if (syntax.startsWith("4.20")) return await htj2kPictures(path, header);
  const isJpeg2000 = syntax === "4.90";
  if (isJpeg2000) await run("gdcmconv", ["--raw", path, `${path}.raw`]);
  const program = syntax === "4.80" ? "dcml2pnm" : "dcmj2pnm";
  const pages = `${path}.pages`;
  Deno.mkdirSync(pages);
  const options = ["+Sxf", "3", "+Wm", "+Fa", "--write-raw-pnm"];
  await run(program, [...options, isJpeg2000 ? `${path}.raw` : path, `${pages}/page`]);
  return [...Deno.readDirSync(pages)].map(({ name }) => `${pages}/${name}`);
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
