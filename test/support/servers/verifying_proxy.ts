import { SignatureV4 } from "@smithy/signature-v4";
import { Buffer } from "node:buffer";
import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import { type LoopbackServer, loopbackServer } from "./loopback_server.ts";

/** A proxy before an object store that lets nothing pass whose signature AWS would not accept. */
export interface VerifyingProxy extends LoopbackServer {
  /** How many requests had a right signature, and how many had not. */
  readonly counts: { right: number; wrong: number };
}

/** The hash that AWS's own signer is given. */
class NodeHash {
  readonly #hash: Hash | Hmac;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined
      ? createHash("sha256")
      : createHmac("sha256", typeof secret === "string" ? secret : bytesOf(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === "string" ? data : bytesOf(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(new Uint8Array(this.#hash.digest()));
  }

  reset(): never {
    throw new TypeError("it is used once");
  }
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return data instanceof ArrayBuffer
    ? new Uint8Array(data)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export async function verifyingProxy(
  target: string,
  { key, secret, region }: Readonly<Record<"key" | "secret" | "region", string>>,
): Promise<VerifyingProxy> {
  const counts = { right: 0, wrong: 0 };
  const credentials = { accessKeyId: key, secretAccessKey: secret };
  const signer = new SignatureV4({
    service: "s3",
    region,
    credentials,
    sha256: NodeHash,
    uriEscapePath: false,
    applyChecksum: true,
  });
  const isRight = async (incoming: IncomingMessage, body: Uint8Array): Promise<boolean> => {
    const { authorization = "", "x-amz-date": date = "" } = incoming.headers;
    const [, names = ""] = /SignedHeaders=([^,]+)/.exec(authorization) ?? [];
    const headers = Object.fromEntries(
      names.split(";").map((name) => [name, String(incoming.headers[name] ?? "")]),
    );
    if (headers["x-amz-content-sha256"] !== createHash("sha256").update(body).digest("hex")) {
      return false;
    }
    const url = new URL(`http://${incoming.headers.host}${incoming.url}`);
    const signed = await signer.sign({
      method: incoming.method ?? "",
      protocol: "http:",
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers,
    }, { signingDate: new Date(String(date).replace(iso, "$1-$2-$3T$4:$5:$6Z")) });
    return signed.headers["authorization"]?.replaceAll(" ", "") ===
      authorization.replaceAll(" ", "");
  };
  const answer = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = Buffer.concat(await Array.fromAsync(incoming));
    if (!await isRight(incoming, body)) {
      counts.wrong++;
      response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
      return;
    }
    counts.right++;
    const { method, url, headers } = incoming;
    const outgoing = request(`http://${target}${url}`, { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(response);
    });
    outgoing.on("error", () => incoming.socket.destroy());
    outgoing.end(body);
  };
  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => incoming.socket.destroy());
  });
  return { ...await loopbackServer(server), counts };
}

/** `20260102T030405Z` */
const iso = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;
