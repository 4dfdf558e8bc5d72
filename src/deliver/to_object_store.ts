import { AwsClient } from "aws4fetch";
import { createHash, type Hash } from "node:crypto";
import { basename, join } from "node:path";
import type { Credential } from "./credentials.ts";
import { DeliveryError, type Destination } from "./destination.ts";
import { filePieces, sha256Of } from "./file_pieces.ts";
import { requestOf } from "./request.ts";

/** Parts of a multipart upload, and the largest object that is sent at once. */
const partSize = 16 << 20;
const mostParts = 10_000;

type Send = (
  method: string,
  address: string,
  body: Uint8Array<ArrayBuffer> | string,
  signal: AbortSignal,
) => Promise<{ text: string; headers: Headers }>;

/**
 * Sends Batches to a bucket of an S3-compatible object store, the manifest last. Every request is
 * signed over the SHA-256 of what it carries, which the store verifies. `url` is
 * `s3://bucket/prefix?endpoint=…&region=…`.
 */
export function toObjectStore(url: URL, credential: Credential | undefined): Destination {
  const [accessKeyId = "", ...secret] = (credential?.secret ?? "").split(":");
  const region = url.searchParams.get("region") ?? "us-east-1";
  const service = { service: "s3", region, retries: 0 };
  const client = new AwsClient({ accessKeyId, secretAccessKey: secret.join(":"), ...service });
  const endpoint = url.searchParams.get("endpoint")?.replace(/\/$/, "");
  const bucket = endpoint
    ? `${endpoint}/${url.hostname}`
    : `https://${url.hostname}.s3.${region}.amazonaws.com`;
  const prefix = url.pathname.split("/").filter((part) => part !== "").map(decodeURIComponent);
  const addressOf = (folder: string, path: string): string =>
    [bucket, ...[...prefix, basename(folder), ...path.split("/")].map(encodeURIComponent)].join(
      "/",
    );
  const send: Send = async (method, address, body, signal) => {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const { response, text } = await requestOf(signal, bytes.length, async (limited) => {
      const headers = { "x-amz-content-sha256": await sha256Of(bytes) };
      return await client.fetch(address, { method, body: bytes, headers, signal: limited });
    });
    if (response.ok) return { text, headers: response.headers };
    throw refusal(response, text);
  };
  const put = (folder: string, path: string, sha256: string | undefined, signal: AbortSignal) =>
    putFile(send, { path: join(folder, path), sha256 }, addressOf(folder, path), signal);
  return {
    name: url.href,
    async send(folder, { path, sha256 }, signal): Promise<undefined> {
      await put(folder, path, sha256, signal);
    },
    finish: (folder, signal) => put(folder, "manifest.jsonl", undefined, signal),
  };
}

/** Puts a file, if it still has the SHA-256 it was written with. */
async function putFile(
  send: Send,
  { path, sha256 }: { readonly path: string; readonly sha256: string | undefined },
  address: string,
  signal: AbortSignal,
): Promise<void> {
  const { size } = Deno.statSync(path);
  if (size <= partSize) {
    const bytes = Deno.readFileSync(path);
    requireUnchanged(sha256, createHash("sha256").update(bytes));
    await send("PUT", address, bytes, signal);
    return;
  }
  const begun = await send("POST", `${address}?uploads=`, "", signal);
  const [, upload = ""] = /<UploadId>([^<]+)<\/UploadId>/.exec(begun.text) ?? [];
  if (upload === "") throw new DeliveryError(false, "the store's answer names no upload");
  const uploadId = encodeURIComponent(upload);
  try {
    const tags: string[] = [];
    const hash = createHash("sha256");
    for (const piece of filePieces(path, Math.max(partSize, Math.ceil(size / mostParts)))) {
      hash.update(piece);
      const part = `${address}?partNumber=${tags.length + 1}&uploadId=${uploadId}`;
      tags.push((await send("PUT", part, piece, signal)).headers.get("etag") ?? "");
    }
    requireUnchanged(sha256, hash);
    const parts = tags.map((tag, at) =>
      `<Part><PartNumber>${at + 1}</PartNumber><ETag>${tag}</ETag></Part>`
    );
    const body = `<CompleteMultipartUpload>${parts.join("")}</CompleteMultipartUpload>`;
    const { text } = await send("POST", `${address}?uploadId=${uploadId}`, body, signal);
    // a store may only find out while it answers
    if (!text.includes("CompleteMultipartUploadResult")) {
      throw new DeliveryError(false, "the store's answer does not confirm the upload");
    }
  } catch (error) {
    await send("DELETE", `${address}?uploadId=${uploadId}`, "", signal).catch(() => {}); // its parts cost
    throw error;
  }
}

function requireUnchanged(sha256: string | undefined, hash: Hash): void {
  if (sha256 === undefined || hash.digest("hex") === sha256) return;
  throw new DeliveryError(true, "the output file is not as it was written");
}

/** 429 and 5xx pass; so do clocks and connections, of which S3 says 400. */
function refusal(response: Response, text: string): DeliveryError {
  const [, code = ""] = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(text) ?? [];
  const passes = response.status === 429 || response.status >= 500 || code === "RequestTimeout";
  const retryAfter = Number(response.headers.get("retry-after") ?? 0) * 1000;
  return new DeliveryError(!passes, `${response.status} ${code}`.trim(), retryAfter || 0);
}
