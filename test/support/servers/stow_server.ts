import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type LoopbackServer, loopbackServer } from "./loopback_server.ts";

/** What a server does with a request, by its number from 1. */
export type Conduct = (request: number) => Answer | Promise<Answer>;
type Answer = "store" | "bare 409";

/** A DICOMweb server that keeps nothing but digests, and behaves as it is told. */
export interface StowServer extends LoopbackServer {
  /** SHA-256 of what it has stored, by SOPInstanceUID; more than one when it came again. */
  readonly stored: ReadonlyMap<string, readonly string[]>;
  /** What it was asked, in order: `POST /studies`. */
  readonly requests: readonly string[];
}

export async function stowServer(conduct: Conduct): Promise<StowServer> {
  const stored = new Map<string, string[]>();
  const requests: string[] = [];
  let posts = 0;
  const post = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const what = await conduct(++posts);
    const { uid, sha256 } = await readImage(incoming);
    const known = stored.get(uid) ?? [];
    if (what === "store") stored.set(uid, [...known, sha256]);
    const answer = what === "store" ? { "00081199": { vr: "SQ", Value: [named(uid)] } } : {};
    respond(outgoing, what === "store" ? 200 : 409, answer);
  };
  /** QIDO-RS: whether it has an instance. */
  const find = (path: string, outgoing: ServerResponse): void => {
    const uid = new URL(path, "http://x").searchParams.get("SOPInstanceUID") ?? "";
    respond(outgoing, 200, stored.has(uid) ? [named(uid)] : []);
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    requests.push(`${incoming.method} ${incoming.url?.split("?")[0]}`);
    if (incoming.method === "GET") find(incoming.url ?? "", outgoing);
    else post(incoming, outgoing).catch(() => incoming.destroy());
  };
  const server = createServer(listener);
  return { ...await loopbackServer(server), stored, requests };
}

function respond(outgoing: ServerResponse, status: number, answer: unknown): void {
  outgoing.statusCode = status;
  outgoing.setHeader("content-type", "application/dicom+json");
  outgoing.end(JSON.stringify(answer));
}

function named(uid: string): Record<string, { vr: string; Value: string[] }> {
  return { "00081155": { vr: "UI", Value: [uid] } };
}

/** The instance in a body of one part, and the SHA-256 of its file, read as it comes. */
async function readImage(incoming: IncomingMessage): Promise<{ uid: string; sha256: string }> {
  const [, boundary = ""] = /boundary=(\S+)/.exec(String(incoming.headers["content-type"])) ?? [];
  const tail = `\r\n--${boundary}--\r\n`;
  const hash = createHash("sha256");
  let uid = "";
  let pending = Buffer.alloc(0);
  let begun = false;
  for await (const piece of incoming) {
    pending = Buffer.concat([pending, piece]);
    if (!begun) {
      const start = pending.indexOf("\r\n\r\n");
      if (start < 0 || pending.length < start + 1000) continue;
      pending = pending.subarray(start + 4);
      const element = pending.indexOf(Buffer.from([0x08, 0x00, 0x18, 0x00, 0x55, 0x49]));
      uid = /[0-9.]+/.exec(pending.toString("latin1", element + 8))?.[0] ?? "";
      begun = true;
    }
    hash.update(pending.subarray(0, -tail.length));
    pending = pending.subarray(-tail.length);
  }
  if (pending.toString() !== tail) throw new Error("the request was cut off");
  return { uid, sha256: hash.digest("hex") };
}
