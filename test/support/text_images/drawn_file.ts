import { codecsPath, openCodecs } from "../../../src/pixels/codecs/codec_libraries.ts";
import { compressedImage } from "../dicom/compressed_images.ts";
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";
import { type NativeImage, nativeImage } from "../dicom/native_image.ts";
import { syntaxes } from "../dicom/pixel_cases.ts";
import { run } from "../tools.ts";
import type { DrawnImage } from "./drawn_images.ts";

/** Modality and SOP class of each kind of image. */
const classes: Readonly<Record<string, readonly [modality: string, sopClass: string]>> = {
  "US": ["US", "6.1"],
  "US cine": ["US", "3.1"],
  "SC": ["OT", "7"],
  "XA": ["XA", "12.1"],
  "DX": ["DX", "1.1"],
  "MG": ["MG", "1.2"],
  "slide label": ["OT", "7"],
};

const encodings: Readonly<Record<string, NonNullable<NativeImage["encoding"]>>> = {
  "explicit": "explicit",
  "implicit": "implicit",
  "big endian": "bigEndian",
};

/** How dcmtk and GDCM compress an explicit file. */
const programs: Readonly<Record<string, string>> = {
  "RLE": "dcmcrle",
  "JPEG lossless .57": "dcmcjpeg +el +sv 4",
  "JPEG lossless .70": "dcmcjpeg +e1",
  "JPEG-LS .80": "dcmcjpls +el",
  "JPEG 2000 .90": "gdcmconv --j2k",
  "JPEG baseline": "dcmcjpeg +eb +q 95",
};

/** The transfer syntax that a drawn image is stored in; some permit only eight bits. */
function syntaxOf({ syntax, bytesPerSample }: DrawnImage): string {
  const isOfEightBits = syntax === "JPEG baseline" || syntax.startsWith("HTJ2K");
  return isOfEightBits && bytesPerSample > 1 ? "JPEG lossless .70" : syntax;
}

/**
 * Writes a drawn image as a DICOM file in its transfer syntax; the header has the drawn name.
 * Rejects if a program cannot compress it.
 */
export async function writeDrawnFile(image: DrawnImage, path: string): Promise<void> {
  const syntax = syntaxOf(image);
  const htj2k = syntaxes[syntax];
  if (syntax.startsWith("HTJ2K") && htj2k?.encode) {
    const { uid, encode } = htj2k;
    const codecs = await openCodecs(codecsPath());
    const shape = { ...image, bitsStored: 8, isSigned: false };
    const streams = framesOf(image).map((frame) => encode(frame, shape, codecs));
    const described = { shape, frames: image.frames };
    Deno.writeFileSync(path, compressedImage(described, uid, streams));
    return;
  }
  const program = programs[syntax];
  const native = `${path}.native`;
  Deno.writeFileSync(program ? native : path, nativeFile(image, encodings[syntax]));
  if (!program) return;
  const [command = "", ...options] = program.split(" ");
  await run(command, [...options, native, path]);
  Deno.removeSync(native);
}

function framesOf({ samplesPath, frames }: DrawnImage): Uint8Array[] {
  const bytes = Deno.readFileSync(samplesPath);
  const size = bytes.length / frames;
  return Array.from({ length: frames }, (_, at) => bytes.subarray(at * size, (at + 1) * size));
}

/** A drawn image as an uncompressed DICOM file. */
export function nativeFile(
  image: DrawnImage,
  encoding: NonNullable<NativeImage["encoding"]> = "explicit",
): Uint8Array {
  const { rows, columns, frames, samples, bytesPerSample, colours, samplesPath } = image;
  const [modality, sopClass] = classes[image.image] ?? ["OT", "7"];
  return nativeImage({
    rows,
    columns,
    frames,
    samples,
    colours,
    bits: 8 * bytesPerSample,
    stored: bytesPerSample > 1 ? 12 : 8,
    vr: bytesPerSample > 1 ? "OW" : "OB",
    modality,
    sopClass: `1.2.840.10008.5.1.4.1.1.${sopClass}`,
    encoding,
    more: nameOf(image),
  }, Deno.readFileSync(samplesPath));
}

/** The drawn name in PatientName, if it is ASCII. */
function nameOf({ texts }: DrawnImage): PlainElement[] {
  const name = texts.find(({ kind, words }) => kind === "name" && /^[\x20-\x7e]+$/.test(words));
  return name ? [ascii(0x00100010, "PN", name.words.replaceAll(/[ ,]+/g, "^"))] : [];
}
