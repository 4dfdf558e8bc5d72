import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { deidentifyFile } from "../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { makePictures, pictureTools } from "../support/dicom/pictures.ts";
import {
  ctImage,
  explicit,
  fragments,
  inExplicit,
  part10,
  us,
} from "../support/dicom/raw_elements.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";

const name = "WHITTLESEA JOANNA";
const size = 64;

/** De-identifies a file; the image must not be skipped. */
async function delivered(source: string, output: string): Promise<Buffer> {
  const { skipped } = await deidentifyFile(source, output, "B-1", imageTools());
  assert.deepEqual(skipped, [], source);
  return Buffer.from(Deno.readFileSync(output));
}

function pixelsOf(file: Buffer): Buffer {
  return file.subarray(file.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00])) + 12);
}

async function decoded(file: string): Promise<Buffer> {
  await run("gdcmconv", ["--raw", file, `${file}.native`]);
  return pixelsOf(Buffer.from(Deno.readFileSync(`${file}.native`)));
}

Deno.test({
  name: "ordinary compressed images of every transfer syntax are delivered with equal samples",
  ignore: missingTools(...pictureTools),
  async fn() {
    using directory = tempDir();
    const folder = `${directory.path}/in`;
    Deno.mkdirSync(folder);
    let same = 0;
    for (const { number, transferSyntax } of await makePictures(folder)) {
      const [source, output] = [`${folder}/${number}.dcm`, `${directory.path}/${number}.out`];
      const written = await delivered(source, output);
      const isSame = pixelsOf(written).equals(pixelsOf(Buffer.from(Deno.readFileSync(source))));
      if (isSame) same++;
      else assert.deepEqual(await decoded(output), await decoded(source), transferSyntax);
    }
    assert.ok(same > 0);
  },
});

/** A grey picture as a PGM file. */
function pgm(): Buffer {
  const samples = Buffer.from(Uint8Array.from({ length: size * size }, (_, at) => at * at % 251));
  return Buffer.concat([Buffer.from(`P5\n${size} ${size}\n255\n`), samples]);
}

/** An image whose pixel data are this stream, in so many fragments. */
function imageOf(transferSyntax: string, stream: Buffer, pieces = 1): Buffer {
  const piece = Math.ceil(stream.length / pieces / 2) * 2;
  const even = Buffer.concat([stream, Buffer.alloc(stream.length % 2)]);
  const parts = Array.from(
    { length: pieces },
    (_, at) => even.subarray(at * piece, (at + 1) * piece),
  );
  const others = {
    0x00280010: explicit(0x00280010, "US", us(size)),
    0x00280011: explicit(0x00280011, "US", us(size)),
    0x00280100: explicit(0x00280100, "US", us(8)),
    0x00280101: explicit(0x00280101, "US", us(8)),
    0x00280102: explicit(0x00280102, "US", us(7)),
    0x7fe00010: fragments(parts),
  };
  return part10(transferSyntax, ctImage(inExplicit, others));
}

/** The stream in an image's first `pieces` fragments. */
function streamOf(file: Buffer): Buffer {
  const parts: Buffer[] = [];
  const value = pixelsOf(file);
  for (let at = 0; value.readUInt32LE(at) === 0xe000fffe;) {
    const length = value.readUInt32LE(at + 4);
    parts.push(value.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(parts);
}

interface Encoded {
  readonly tools: readonly string[];
  readonly syntax: string;
  readonly extension: string;
  readonly encode: (source: string, target: string) => Promise<unknown>;
  readonly decode: (source: string, target: string) => Promise<unknown>;
}

const djxl = (source: string, target: string) => run("djxl", [source, target]);
const opj = (source: string, target: string) => run("opj_decompress", ["-i", source, "-o", target]);
const tools = {
  jpegXL: ["cjxl", "djxl", "cjpeg"],
  jpeg2000: ["opj_compress", "opj_decompress"],
};

const kinds: Readonly<Record<string, Encoded>> = {
  "JPEG XL without boxes": {
    tools: tools.jpegXL,
    syntax: "1.2.840.10008.1.2.4.110",
    extension: "jxl",
    encode: (source, target) => run("cjxl", ["-d", "0", "--container=0", source, target]),
    decode: djxl,
  },
  "JPEG XL in boxes": {
    tools: tools.jpegXL,
    syntax: "1.2.840.10008.1.2.4.110",
    extension: "jxl",
    encode: (source, target) => run("cjxl", ["-d", "0", "--container=1", source, target]),
    decode: djxl,
  },
  "recompressed JPEG in JPEG XL": {
    tools: tools.jpegXL,
    syntax: "1.2.840.10008.1.2.4.111",
    extension: "jxl",
    encode: async (source, target) => {
      await run("cjpeg", ["-outfile", `${target}.jpg`, source]);
      await run("cjxl", ["--lossless_jpeg=1", `${target}.jpg`, target]);
    },
    decode: djxl,
  },
  "JPEG 2000": {
    tools: tools.jpeg2000,
    syntax: "1.2.840.10008.1.2.4.90",
    extension: "j2k",
    encode: (source, target) =>
      run("opj_compress", ["-i", source, "-o", target, "-SOP", "-EPH", "-t", "32,32", "-PLT"]),
    decode: opj,
  },
  "JP2": {
    tools: tools.jpeg2000,
    syntax: "1.2.840.10008.1.2.4.90",
    extension: "jp2",
    encode: (source, target) => run("opj_compress", ["-i", source, "-o", target]),
    decode: opj,
  },
  "progressive JPEG with restarts": {
    tools: ["cjpeg", "djpeg"],
    syntax: "1.2.840.10008.1.2.4.55",
    extension: "jpg",
    encode: (source, target) =>
      run("cjpeg", ["-progressive", "-restart", "1", "-outfile", target, source]),
    decode: (source, target) => run("djpeg", ["-outfile", target, source]),
  },
};

for (const [what, { tools, syntax, extension, encode, decode }] of Object.entries(kinds)) {
  for (const pieces of [1, 3]) {
    Deno.test({
      name: `${what} in ${pieces} fragments is delivered and looks the same`,
      ignore: missingTools(...tools),
      async fn() {
        using directory = tempDir();
        const at = (file: string) => `${directory.path}/${file}`;
        Deno.writeFileSync(at("x.pgm"), pgm());
        await encode(at("x.pgm"), at(`x.${extension}`));
        const stream = Buffer.from(Deno.readFileSync(at(`x.${extension}`)));
        Deno.writeFileSync(at("x.dcm"), imageOf(syntax, stream, pieces));
        const output = await delivered(at("x.dcm"), at("y.dcm"));
        Deno.writeFileSync(at(`y.${extension}`), streamOf(output));
        for (const one of ["x", "y"]) await decode(at(`${one}.${extension}`), at(`${one}.out.pgm`));
        const [before, after] = ["x", "y"].map((one) => Deno.readFileSync(at(`${one}.out.pgm`)));
        assert.deepEqual(after, before);
      },
    });
  }
}

Deno.test({
  name: "Exif and the comments of a JPEG file are cleared in a JPEG XL file, and its picture stays",
  ignore: missingTools(...tools.jpegXL),
  async fn() {
    using directory = tempDir();
    const at = (file: string) => `${directory.path}/${file}`;
    Deno.writeFileSync(at("x.pgm"), pgm());
    await run("cjpeg", ["-outfile", at("plain.jpg"), at("x.pgm")]);
    const plain = Buffer.from(Deno.readFileSync(at("plain.jpg")));
    const comment = Buffer.from(`\xff\xfe\0\x13${name}`, "latin1");
    const named = Buffer.concat([plain.subarray(0, 2), comment, plain.subarray(2)]);
    Deno.writeFileSync(at("x.jpg"), named);
    await run("cjxl", ["--lossless_jpeg=1", at("x.jpg"), at("x.jxl")]);
    const boxes = Buffer.from(Deno.readFileSync(at("x.jxl")));
    const exif = Buffer.from(`\0\0\0\x21Exif\0\0\0\0II*\0${name}`, "latin1");
    const afterTypes = 32; // the boxes of signature and file type
    const stream = Buffer.concat([boxes.subarray(0, afterTypes), exif, boxes.subarray(afterTypes)]);
    assert.ok(stream.includes(name) && stream.includes("jbrd"));
    Deno.writeFileSync(at("x.dcm"), imageOf("1.2.840.10008.1.2.4.111", stream));
    const output = streamOf(await delivered(at("x.dcm"), at("y.dcm")));
    assert.ok(!output.includes("WHITTLESEA"));
    const rebuilt = output.indexOf("jbrd");
    assert.ok(output.subarray(rebuilt + 4, rebuilt + 24).every((byte) => byte === 0));
    Deno.writeFileSync(at("y.jxl"), output);
    for (const one of ["x", "y"]) await djxl(at(`${one}.jxl`), at(`${one}.out.pgm`));
    assert.deepEqual(Deno.readFileSync(at("y.out.pgm")), Deno.readFileSync(at("x.out.pgm")));
  },
});
