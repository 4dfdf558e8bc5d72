import { Buffer } from "node:buffer";
import { join } from "node:path";
import { dataSetDigest, onlyPart } from "./data_set_digest.ts";
import type { Holding, ManifestLine } from "../model/delivery.ts";

const largest = 256 << 20;
/** What headers, other file meta and the frame of a part may add. */
const mostSurplus = 1 << 20;

/**
 * What a DICOMweb server has of an image of an output folder: retrieves it (WADO-RS, PS3.18 10.4)
 * and compares the data sets. Undefined when the server does not let it be compared, it is larger
 * than 256 MB, or the output has no such file. Throws what `fetch` does.
 */
export async function retrieveInstance(
  base: string,
  authorization: string | undefined,
  folder: string,
  image: ManifestLine,
  signal: AbortSignal,
): Promise<Holding | undefined> {
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
  if (!response.ok || bytes > largest) {
    await response.body?.cancel();
    return undefined;
  }
  const answer = await readAtMost(response, bytes + mostSurplus);
  if (!answer) return "other";
  const part = onlyPart(answer);
  const own = readOwn(join(folder, path));
  if (!part || !own) return undefined;
  return dataSetDigest(part) === dataSetDigest(own) ? "same" : "other";
}

function readOwn(path: string): Uint8Array | undefined {
  try {
    return Deno.readFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Undefined for an answer that is longer. */
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
