import { join } from "node:path";
import type { Destination } from "./destination.ts";
import type { ManifestLine } from "./manifest.ts";
import { requestOf } from "./request.ts";
import { readStowResponse } from "./stow_response.ts";

const largestAtOnce = 16 << 20;

/** Sends images to a DICOMweb server, one a request (STOW-RS, PS3.18 10.5). */
export function toDicomweb(base: URL, authorization: string | undefined): Destination {
  const name = `dicomweb+${base.href.replace(/\/$/, "")}`;
  const url = `${base.href.replace(/\/$/, "")}/studies`;
  return {
    name,
    async send(folder, image, signal): Promise<string | undefined> {
      const { response, text } = await requestOf(signal, image.bytes, (limited) => {
        const { body, contentType } = multipart(folder, image);
        return fetch(url, {
          ...{ method: "POST", body, redirect: "error", signal: limited },
          headers: {
            "content-type": contentType,
            accept: "application/dicom+json",
            ...(authorization ? { authorization } : {}),
          },
        });
      });
      return readStowResponse(response, text, image.SOPInstanceUID);
    },
  };
}

/**
 * A body of one part (RFC 2387). A large one is read from the file as it is sent; the length of a
 * small one is known to the server beforehand.
 */
function multipart(
  folder: string,
  { path, bytes }: ManifestLine,
): { body: ReadableStream<Uint8Array<ArrayBuffer>> | Blob; contentType: string } {
  const boundary = crypto.randomUUID();
  const head = `--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
  const tail = `\r\n--${boundary}--\r\n`;
  const file = join(folder, path);
  return {
    body: bytes <= largestAtOnce
      ? new Blob([head, Deno.readFileSync(file), tail])
      : ReadableStream.from(parts(file, head, tail)),
    contentType: `multipart/related; type="application/dicom"; boundary=${boundary}`,
  };
}

async function* parts(
  path: string,
  head: string,
  tail: string,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  yield new TextEncoder().encode(head);
  const file = await Deno.open(path, { read: true });
  yield* file.readable;
  yield new TextEncoder().encode(tail);
}
