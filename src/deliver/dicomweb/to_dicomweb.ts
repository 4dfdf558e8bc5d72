import { join } from "node:path";
import type { ManifestLine } from "../../model/delivery.ts";
import { ConflictError, type Delivery, DeliveryError, type Destination } from "../destination.ts";
import { pieceSize, verifiedPieces } from "../durable_file.ts";
import { alreadyStored, type Sent } from "../receipts.ts";
import { requestOf } from "../request.ts";
import { sendEachImage } from "../send_each_image.ts";
import { DicomwebServer } from "./dicomweb_server.ts";
import { readStowResponse, summaryOf, unclear } from "./stow_response.ts";

const atOnce = 4;

/**
 * Sends images to a DICOMweb server, one per request (STOW-RS, PS3.18 10.5). If the server already
 * had an image, its copy is compared with the output, since many servers report success although
 * they kept the old content.
 */
export function toDicomweb(
  url: URL,
  authorization: string | undefined,
  answerMs: number,
): Destination {
  const server = new DicomwebServer(url, authorization, answerMs);
  return {
    name: `dicomweb+${server.base}`,
    check: (signal) => server.check(signal),
    compare: (folder, image, signal) => server.compare(folder, image, signal),
    deliver(delivery) {
      const { signal } = delivery;
      const hasStudy = onceForEachStudy((image) => server.hasStudy(image, signal));
      const send = async (image: ManifestLine): Promise<Sent> => {
        const existedBefore = await hasStudy(image) && await server.hasImage(image, signal);
        return await store(server, delivery, image, existedBefore);
      };
      return sendEachImage(delivery, atOnce, (image) => delivery.withRetry(() => send(image)));
    },
  };
}

/** Sends an image. Throws DeliveryError. */
async function store(
  server: DicomwebServer,
  { folder, signal }: Delivery,
  image: ManifestLine,
  existedBefore: boolean,
): Promise<Sent> {
  const { base, headers, answerMs } = server;
  const body = new ImageBody(folder, image);
  const { response, text: received } = await requestOf(
    { signal, answerMs, bytes: image.bytes },
    async (limited) =>
      await fetch(`${base}/studies`, {
        method: "POST",
        body: await body.open(),
        redirect: "manual",
        signal: limited,
        headers: { ...headers, "content-type": body.contentType },
      }),
  ).catch((error) => {
    throw body.fault ?? error;
  });
  const text = server.withoutSecret(received);
  const answer = readStowResponse(response, text, image.SOPInstanceUID);
  const isNew = answer !== unclear && answer.state !== "same" && !existedBefore;
  if (isNew) return answer;
  if (answer === unclear && !await server.hasImage(image, signal)) {
    throw new DeliveryError(true, summaryOf(response, text));
  }
  const stored = await server.compare(folder, image, signal).catch(() => undefined);
  if (stored === "other") throw new ConflictError();
  return answer === unclear ? alreadyStored : answer;
}

/** Queries each study once, before its first image is sent. Failed queries are repeated. */
function onceForEachStudy(
  ask: (image: ManifestLine) => Promise<boolean>,
): (image: ManifestLine) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>();
  return async (image) => {
    const { StudyInstanceUID } = image;
    const answer = asked.get(StudyInstanceUID) ?? ask(image);
    asked.set(StudyInstanceUID, answer);
    try {
      return await answer;
    } catch (error) {
      asked.delete(StudyInstanceUID);
      throw error;
    }
  };
}

/** Larger images are streamed. */
const maxBuffered = 16 << 20;

/**
 * The body of a request that stores an image: a multipart body with one part (RFC 2387). A large
 * image is streamed from its file; a small one is buffered, so that the request states its length.
 * Sending fails if the file was changed since it was written.
 */
class ImageBody {
  readonly #boundary = crypto.randomUUID();
  readonly #head = `--${this.#boundary}\r\nContent-Type: application/dicom\r\n\r\n`;
  readonly #tail = `\r\n--${this.#boundary}--\r\n`;
  readonly contentType = `multipart/related; type="application/dicom"; boundary=${this.#boundary}`;

  constructor(readonly folder: string, readonly image: ManifestLine) {}

  /** Why reading the file failed; the error of the failed request does not contain it. */
  fault: unknown;

  /** Opens the body. Throws DeliveryError if a small file was changed. */
  async open(): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | Blob> {
    return this.image.bytes <= maxBuffered
      ? new Blob([this.#head, ...await Array.fromAsync(this.#pieces()), this.#tail])
      : ReadableStream.from(this.#parts());
  }

  async *#pieces(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    try {
      const { path, sha256 } = this.image;
      yield* verifiedPieces(join(this.folder, path), pieceSize, sha256);
    } catch (error) {
      this.fault = error;
      throw error;
    }
  }

  async *#parts(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    yield new TextEncoder().encode(this.#head);
    yield* this.#pieces();
    yield new TextEncoder().encode(this.#tail);
  }
}
