import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ManifestLine, StoredContent } from "../../model/delivery.ts";

const maxImageLength = 256 << 20;
/** Bytes that file meta information and the multipart framing may add. */
const maxOverhead = 1 << 20;

/**
 * Retrieves an image from a DICOMweb server (WADO-RS, PS3.18 10.4) and compares its data set with
 * the output's. Undefined if the server does not return the image, the image is larger than 256 MB,
 * or the output has no such file. Throws the errors of `fetch`.
 */
export async function retrieveInstance(
  base: string,
  authorization: string | undefined,
  folder: string,
  image: ManifestLine,
  signal: AbortSignal,
): Promise<StoredContent | undefined> {
  const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID, path, bytes } = image;
  const url = `${base}/studies/${StudyInstanceUID}/series/${SeriesInstanceUID}` +
    `/instances/${SOPInstanceUID}`;
  const headers = {
    accept: `multipart/related; type="application/dicom"; transfer-syntax=*`,
    ...(authorization ? { authorization } : {}),
  };
  const response = await fetch(url, { headers, redirect: "error", signal });
  if (response.status === 404 || response.status === 410) {
    await response.body?.cancel();
    return "missing";
  }
  if (!response.ok || bytes > maxImageLength) {
    await response.body?.cancel();
    return undefined;
  }
  const answer = await readAtMost(response, bytes + maxOverhead);
  if (!answer) return "other";
  const part = onlyPart(answer);
  const output = await readIfExists(join(folder, path));
  if (!part || !output) return undefined;
  return dataSetDigest(part) === dataSetDigest(output) ? "same" : "other";
}

async function readIfExists(path: string): Promise<Uint8Array | undefined> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Reads a body; undefined if it is longer than `most` bytes. */
async function readAtMost({ body }: Response, most: number): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of body ?? []) {
    size += piece.length;
    if (size > most) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

/**
 * The SHA-256 of a DICOM file's data set, without preamble and file meta information, which
 * archives replace with their own (PS3.10 7.1). For other content, the SHA-256 of all bytes.
 */
function dataSetDigest(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const hasMeta = bytes.length > 144 && view.getUint32(128) === 0x4449434d &&
    view.getUint32(132, true) === 0x00000002;
  const start = hasMeta ? 144 + view.getUint32(140, true) : 0;
  return createHash("sha256").update(bytes.subarray(start)).digest("hex");
}

/** The single part of a `multipart/related` body (RFC 2387); undefined for any other body. */
function onlyPart(body: Uint8Array): Uint8Array | undefined {
  const text = new TextDecoder("latin1").decode(body.subarray(0, 4096));
  const [, boundary] = /^(?:\r\n)?(--[^\r\n]+)\r\n/.exec(text) ?? [];
  const start = text.indexOf("\r\n\r\n") + 4;
  if (boundary === undefined || start < 4) return undefined;
  const tail = new TextDecoder("latin1").decode(body.subarray(-boundary.length - 16));
  const end = tail.lastIndexOf(`\r\n${boundary}`);
  return end < 0 ? undefined : body.subarray(start, body.length - tail.length + end);
}
