import { AwsClient } from "aws4fetch";
import type { Credential } from "../credentials.ts";
import { DeliveryError, TargetDownError } from "../destination.ts";
import { sha256Of } from "../durable_file.ts";
import { requestOf, retryAfterMs } from "../request.ts";
import { readXml } from "./read_xml.ts";

/** A request for an object of a bucket. */
export interface BucketRequest {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** The parts of the object's key, which are joined by `/`. */
  readonly key: readonly string[];
  /** The query string with its question mark, such as `?uploads=`. */
  readonly query?: string;
  readonly body?: Uint8Array<ArrayBuffer> | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A bucket of an S3-compatible object store, or a prefix in it. */
export interface Bucket {
  /** Its URL as configured. */
  readonly name: string;
  /** Throws DeliveryError, or the signal's reason. */
  send(request: BucketRequest, signal: AbortSignal): Promise<{ text: string; headers: Headers }>;
}

/** The object does not exist (404). */
export class NoSuchObject extends DeliveryError {}

/**
 * Opens `s3://bucket/prefix?endpoint=…&region=…`. Every request is signed; the signature covers the
 * SHA-256 of the body, which the store verifies (AWS Signature Version 4).
 */
export function openBucket(
  url: URL,
  { secret: keys }: Credential,
  answerMs: number,
): Bucket {
  const [accessKeyId = "", ...secret] = keys.split(":");
  const region = url.searchParams.get("region") ?? "us-east-1";
  const service = { service: "s3", region, retries: 0 };
  const client = new AwsClient({ accessKeyId, secretAccessKey: secret.join(":"), ...service });
  const endpoint = url.searchParams.get("endpoint")?.replace(/\/$/, "");
  const address = endpoint
    ? `${endpoint}/${url.hostname}`
    : `https://${url.hostname}.s3.${region}.amazonaws.com`;
  const prefix = url.pathname.split("/").filter((part) => part !== "").map(decodeURIComponent);
  return {
    name: url.href,
    async send({ method, key, query = "", body = "", headers = {} }, signal) {
      const target = [address, ...[...prefix, ...key].map(encodeURIComponent)].join("/") + query;
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      const signedHeaders = { ...headers, "x-amz-content-sha256": sha256Of(bytes) };
      const content = method === "GET" || method === "HEAD" ? {} : { body: bytes };
      const limits = { signal, answerMs, bytes: bytes.length };
      const { response, text } = await requestOf(limits, (limited) => {
        const redirect = "manual";
        return client.fetch(target, {
          method,
          ...content,
          headers: signedHeaders,
          redirect,
          signal: limited,
        });
      });
      if (response.ok) return { text, headers: response.headers };
      throw refusal(response, text);
    },
  };
}

/**
 * Status 429, 5xx and timeouts, which S3 reports as 400, are temporary. With wrong credentials, or
 * without the bucket, no object is accepted.
 */
function refusal({ status, headers }: Response, text: string): DeliveryError {
  const [code = ""] = /^[A-Za-z]{1,60}$/.exec(readXml(text).text("Code")) ?? [];
  const reason = `${status} ${code}`.trim();
  if (status === 404 && code !== "NoSuchBucket") return new NoSuchObject(true, reason);
  if (status === 401 || status === 403) return new TargetDownError("TARGET_DENIED", reason);
  if (status === 404 || (status >= 300 && status < 400)) {
    return new TargetDownError("TARGET_DOWN", reason);
  }
  const isTemporary = status === 429 || status >= 500 || code === "RequestTimeout";
  return new DeliveryError(!isTemporary, reason, retryAfterMs(headers));
}
