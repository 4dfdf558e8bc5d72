import { createHash } from "node:crypto";

/**
 * The SHA-256 of a DICOM file's data set, without preamble and file meta information, which
 * archives replace with their own (PS3.10 7.1). For other content, the SHA-256 of all bytes.
 */
export function dataSetDigest(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const hasMeta = bytes.length > 144 && view.getUint32(128) === 0x4449434d &&
    view.getUint32(132, true) === 0x00000002;
  const start = hasMeta ? 144 + view.getUint32(140, true) : 0;
  return createHash("sha256").update(bytes.subarray(start)).digest("hex");
}

/** The single part of a `multipart/related` body (RFC 2387); undefined for any other body. */
export function onlyPart(body: Uint8Array): Uint8Array | undefined {
  const text = new TextDecoder("latin1").decode(body.subarray(0, 4096));
  const [, boundary] = /^(?:\r\n)?(--[^\r\n]+)\r\n/.exec(text) ?? [];
  const start = text.indexOf("\r\n\r\n") + 4;
  if (boundary === undefined || start < 4) return undefined;
  const tail = new TextDecoder("latin1").decode(body.subarray(-boundary.length - 16));
  const end = tail.lastIndexOf(`\r\n${boundary}`);
  return end < 0 ? undefined : body.subarray(start, body.length - tail.length + end);
}
