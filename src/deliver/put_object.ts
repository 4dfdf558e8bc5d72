import { type Bucket, type BucketRequest, NoSuchObject } from "./bucket.ts";
import { type Delivery, DeliveryError } from "./destination.ts";

/** Parts of an upload, and the largest object that is sent at once. */
const partSize = 8 << 20;
const mostParts = 10_000;

type Sending = Pick<Delivery, "signal" | "withRetry">;
type Metadata = Readonly<Record<string, string>>;

/** Where an object goes, and what is noted with it (`x-amz-meta-…`). */
export interface ObjectLocation {
  readonly bucket: Bucket;
  readonly key: readonly string[];
  readonly metadata: Metadata;
}

/**
 * Puts an object that comes in pieces of one size (the last may be shorter): one piece at once,
 * several as parts of an upload, which becomes an object by its last request only. Each request
 * is tried on its own. Throws DeliveryError, and what the pieces throw.
 */
export async function putObject(
  place: ObjectLocation,
  pieces: Iterable<Uint8Array<ArrayBuffer>> | AsyncIterable<Uint8Array<ArrayBuffer>>,
  sending: Sending,
): Promise<void> {
  const request = retryingRequester(place, sending);
  const headers = headersOf(place.metadata);
  let upload: Upload | undefined;
  let held: Uint8Array<ArrayBuffer> | undefined;
  try {
    for await (const piece of pieces) {
      if (held) {
        upload ??= await Upload.begin(request, headers);
        await upload.add(held);
      }
      held = piece;
    }
    if (!upload) {
      await request({ method: "PUT", headers, body: held ?? "" });
      return;
    }
    if (held) await upload.add(held);
    const whole = upload;
    const once = requester(place, sending);
    await sending.withRetry(() => whole.complete(once, place.metadata));
  } catch (error) {
    await upload?.abandon(sending.signal);
    throw error;
  }
}

/** The size of the pieces of an object of about `bytes`: a store takes so many parts at most. */
export function partSizeOf(bytes: number): number {
  return Math.max(partSize, Math.ceil(bytes / (mostParts * 0.9)));
}

/** Whether the store has the object, of this size, with the same metadata. */
export async function objectExists(
  place: ObjectLocation,
  sending: Sending,
  bytes: number,
): Promise<boolean> {
  const headers = await objectHeaders(retryingRequester(place, sending));
  return headers?.get("content-length") === String(bytes) && hasMetadata(place.metadata, headers);
}

function hasMetadata(metadata: Metadata, headers: Headers): boolean {
  return Object.entries(headersOf(metadata))
    .every(([name, value]) => headers.get(name) === value);
}

/** What the store has under this name: the SHA-256 that its sender noted, if anything is there. */
export async function storedDigest(
  place: ObjectLocation,
  sending: Sending,
): Promise<{ readonly bytes: number; readonly sha256: string } | undefined> {
  const headers = await objectHeaders(retryingRequester(place, sending));
  if (!headers) return undefined;
  const bytes = Number(headers.get("content-length"));
  return { bytes, sha256: headers.get("x-amz-meta-sha256") ?? "" };
}

/** The SHA-256 of the manifest in an archive that the store has, as its sender noted it. */
export async function storedManifestDigest(
  place: ObjectLocation,
  sending: Sending,
): Promise<string | undefined> {
  const headers = await objectHeaders(retryingRequester(place, sending));
  return headers && (headers.get("x-amz-meta-manifest") ?? "");
}

/** Undefined where nothing is there. */
async function objectHeaders(request: Request): Promise<Headers | undefined> {
  try {
    return (await request({ method: "HEAD" })).headers;
  } catch (error) {
    if (error instanceof NoSuchObject) return undefined;
    throw error;
  }
}

type ObjectRequest = Omit<BucketRequest, "key">;
type Request = (request: ObjectRequest, expected?: RegExp) => ReturnType<Bucket["send"]>;

/** An answer that lacks what is expected of it is none: the request is tried again. */
function requester({ bucket, key }: ObjectLocation, { signal }: Sending): Request {
  return async (request, expected) => {
    const answer = await bucket.send({ ...request, key }, signal);
    if (!expected || expected.test(answer.text)) return answer;
    throw new DeliveryError(false, "the store's answer does not confirm the upload");
  };
}

function retryingRequester(place: ObjectLocation, sending: Sending): Request {
  const once = requester(place, sending);
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
    const named = /<UploadId>([^<]+)<\/UploadId>/;
    const { text } = await request({ method: "POST", query: "?uploads=", headers }, named);
    const [, id = ""] = named.exec(text) ?? [];
    return new Upload(request, encodeURIComponent(id));
  }

  async add(body: Uint8Array<ArrayBuffer>): Promise<void> {
    const query = `?partNumber=${this.#tags.length + 1}&uploadId=${this.id}`;
    const { headers } = await this.request({ method: "PUT", query, body });
    this.#tags.push(headers.get("etag") ?? "");
  }

  /**
   * An answer may be lost, and the upload be gone at the next try because it is complete, which
   * stores tell in many ways; an answer of status 200 may say that it failed. So the store is
   * asked for the object after each failure.
   */
  async complete(once: Request, metadata: Metadata): Promise<void> {
    const parts = this.#tags.map((tag, at) =>
      `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`
    );
    const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
    const query = `?uploadId=${this.id}`;
    try {
      await once({ method: "POST", query, body }, /CompleteMultipartUploadResult/);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const headers = await objectHeaders(once).catch((unasked) => {
        throw error.isFinal ? unasked : error;
      });
      if (!headers || !hasMetadata(metadata, headers)) throw error;
    }
  }

  /** Its parts cost; a store that does not hear this removes them by a rule of the bucket. */
  async abandon(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await this.request({ method: "DELETE", query: `?uploadId=${this.id}` }).catch(() => {});
  }
}
