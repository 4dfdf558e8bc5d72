import { join } from "node:path";
import { DeliveryError, type Destination } from "./destination.ts";
import type { ManifestLine } from "./manifest.ts";
import { readStowResponse } from "./stow_response.ts";

/** A request may take this long, and a second more for each megabyte. */
const patienceMs = 60_000;
const bytesPerMs = 1000;

/** Sends images to a DICOMweb server, one a request (STOW-RS, PS3.18 10.5). */
export function toDicomweb(base: URL, authorization: string | undefined): Destination {
  const name = `dicomweb+${base.href.replace(/\/$/, "")}`;
  const url = `${base.href.replace(/\/$/, "")}/studies`;
  return {
    name,
    async send(folder, image, signal): Promise<string | undefined> {
      const limit = AbortSignal.timeout(patienceMs + image.bytes / bytesPerMs);
      const response = await reaching(signal, async () => {
        const { body, contentType } = multipart(folder, image);
        const answer = await fetch(url, {
          ...{ method: "POST", body, redirect: "error" },
          signal: AbortSignal.any([signal, limit]),
          headers: {
            "content-type": contentType,
            accept: "application/dicom+json",
            ...(authorization ? { authorization } : {}),
          },
        });
        return { answer, text: await answer.text() };
      });
      return readStowResponse(response.answer, response.text, image.SOPInstanceUID);
    },
  };
}

/** Runs a request; what is no answer at all may be one at the next try. */
async function reaching<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    signal.throwIfAborted();
    const name = error instanceof Error ? error.name : "unknown";
    const why = name === "TimeoutError" ? "no answer in time" : "no connection, or one that broke";
    throw new DeliveryError(false, why, 0, { cause: error });
  }
}

/** A body of one part (RFC 2387), read from the file as it is sent. */
function multipart(
  folder: string,
  { path }: ManifestLine,
): { body: ReadableStream<Uint8Array<ArrayBuffer>>; contentType: string } {
  const boundary = crypto.randomUUID();
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  const parts = async function* (): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    yield encode(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`);
    const file = await Deno.open(join(folder, path), { read: true });
    yield* file.readable;
    yield encode(`\r\n--${boundary}--\r\n`);
  };
  return {
    body: ReadableStream.from(parts()),
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
  };
}
