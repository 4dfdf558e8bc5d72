import { type Delivery, DeliveryError } from "../destination.ts";
import { type Bucket, type BucketRequest, NoSuchObject } from "./bucket.ts";
import { readXml, type XmlAnswer } from "./read_xml.ts";

/** Size of the parts of an upload. Objects up to this size are sent with one request. */
const partSize = 8 << 20;
const maxParts = 10_000;

type Sending = Pick<Delivery, "signal" | "withRetry">;
type Metadata = Readonly<Record<string, string>>;

/** Where an object is stored, and its metadata (`x-amz-meta-…`). */
export interface ObjectLocation {
  readonly bucket: Bucket;
  readonly key: readonly string[];
  readonly metadata: Metadata;
}

/**
 * Stores an object given in pieces of equal size (the last may be shorter). A single piece is sent
 * with one request, several pieces as a multipart upload, whose last request creates the object.
 * Each request is retried on its own. Throws DeliveryError, and the errors of `pieces`.
 */
export async function putObject(
  location: ObjectLocation,
  pieces: AsyncIterable<Uint8Array<ArrayBuffer>>,
  sending: Sending,
): Promise<void> {
  const request = retryingRequester(location, sending);
  const headers = headersOf(location.metadata);
  let upload: Upload | undefined;
  let first: Uint8Array<ArrayBuffer> | undefined;
  try {
    for await (const piece of pieces) {
      if (!upload && !first) {
        first = piece;
        continue;
      }
      upload ??= await Upload.begin(request, headers);
      if (first) await upload.add(first);
      first = undefined; // at most one piece is in memory from here on
      await upload.add(piece);
    }
    if (!upload) {
      await request({ method: "PUT", headers, body: first ?? "" });
      return;
    }
    const started = upload;
    const once = requester(location, sending);
    await sending.withRetry(() => started.complete(once, location.metadata));
  } catch (error) {
    await upload?.abandon(sending.signal);
    throw error;
  }
}

/** The piece size for an object of about `bytes` bytes: stores limit the number of parts. */
export function partSizeOf(bytes: number): number {
  return Math.max(partSize, Math.ceil(bytes / (maxParts * 0.9)));
}

/** Whether the store has the object with this size and the same metadata. */
export async function hasObject(
  location: ObjectLocation,
  sending: Sending,
  bytes: number,
): Promise<boolean> {
  const headers = await objectHeaders(retryingRequester(location, sending));
  return headers?.get("content-length") === String(bytes) &&
    hasMetadata(location.metadata, headers);
}

function hasMetadata(metadata: Metadata, headers: Headers): boolean {
  return Object.entries(headersOf(metadata))
    .every(([name, value]) => headers.get(name) === value);
}

/**
 * The object's size, and the SHA-256 in its metadata (empty if absent); undefined if it does not
 * exist.
 */
export async function storedDigest(
  location: ObjectLocation,
  sending: Sending,
): Promise<{ readonly bytes: number; readonly sha256: string } | undefined> {
  const headers = await objectHeaders(retryingRequester(location, sending));
  if (!headers) return undefined;
  const bytes = Number(headers.get("content-length"));
  return { bytes, sha256: headers.get("x-amz-meta-sha256") ?? "" };
}

/**
 * The manifest's SHA-256 in the metadata of an archive (empty if absent); undefined if it does not
 * exist.
 */
export async function storedManifestDigest(
  location: ObjectLocation,
  sending: Sending,
): Promise<string | undefined> {
  const headers = await objectHeaders(retryingRequester(location, sending));
  return headers && (headers.get("x-amz-meta-manifest") ?? "");
}

/** The headers of the object; undefined if it does not exist. */
async function objectHeaders(request: Request): Promise<Headers | undefined> {
  try {
    return (await request({ method: "HEAD" })).headers;
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
}

type ObjectRequest = Omit<BucketRequest, "key">;
type Expected = (answer: XmlAnswer) => boolean;
type Request = (request: ObjectRequest, expected?: Expected) => ReturnType<Bucket["send"]>;

/** Sends requests once. An answer that is not as `expected` counts as a temporary failure. */
function requester({ bucket, key }: ObjectLocation, { signal }: Sending): Request {
  return async (request, expected) => {
    const answer = await bucket.send({ ...request, key }, signal);
    if (!expected || expected(readXml(answer.text))) return answer;
    throw new DeliveryError(false, "the store's answer does not confirm the upload");
  };
}

function retryingRequester(location: ObjectLocation, sending: Sending): Request {
  const once = requester(location, sending);
  return (request, expected) => sending.withRetry(() => once(request, expected));
}

function headersOf(metadata: Metadata): Metadata {
  return Object.fromEntries(
    Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]),
  );
}

/** An upload of an object in parts. */
class Upload {
  readonly #tags: string[] = [];

  private constructor(readonly request: Request, readonly id: string) {}

  static async begin(request: Request, headers: Metadata): Promise<Upload> {
    const hasId: Expected = ({ text }) => text("UploadId") !== "";
    const { text } = await request({ method: "POST", query: "?uploads=", headers }, hasId);
    return new Upload(request, encodeURIComponent(readXml(text).text("UploadId")));
  }

  async add(body: Uint8Array<ArrayBuffer>): Promise<void> {
    const query = `?partNumber=${this.#tags.length + 1}&uploadId=${this.id}`;
    const { headers } = await this.request({ method: "PUT", query, body });
    this.#tags.push(headers.get("etag") ?? "");
  }

  /**
   * If an answer was lost, the upload may already be complete, which stores report in various ways
   * when the request is repeated. An answer with status 200 may also report a failure. Therefore
   * each failure is followed by a query for the object.
   */
  async complete(once: Request, metadata: Metadata): Promise<void> {
    const parts = this.#tags.map((tag, at) =>
      `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`
    );
    const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
    const query = `?uploadId=${this.id}`;
    try {
      const isComplete: Expected = ({ root }) => root === "CompleteMultipartUploadResult";
      await once({ method: "POST", query, body }, isComplete);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const headers = await objectHeaders(once).catch((queryError) => {
        throw error.isFinal ? queryError : error;
      });
      if (!headers || !hasMetadata(metadata, headers)) throw error;
    }
  }

  /**
   * Deletes the stored parts, which cost money. If this fails, only a lifecycle rule removes them.
   */
  async abandon(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await this.request({ method: "DELETE", query: `?uploadId=${this.id}` }).catch(() => {});
  }
}
