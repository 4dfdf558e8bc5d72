import assert from "node:assert/strict";
import type { FetchHandler } from "../../src/web/answer_request.ts";
import { type HttpServer, type HttpTimes, openHttpServer } from "../../src/web/http_server.ts";
import { makeCertificate } from "../support/servers/certificate.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";

const hostname = "127.0.0.1";
const shortTimes: HttpTimes = { headersMs: 200, requestMs: 400, keepAliveMs: 200, idleMs: 300 };

async function served(
  fetch: FetchHandler,
  { connections = 10, times = shortTimes } = {},
): Promise<HttpServer & AsyncDisposable & { readonly faults: unknown[]; readonly url: string }> {
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => void faults.push(error);
  const options = { hostname, port: 0, tls: undefined, connections, onFault };
  const server = await openHttpServer(options, fetch, times);
  return {
    ...server,
    faults,
    url: `http://${hostname}:${server.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(100),
  };
}

const hello: FetchHandler = () => Promise.resolve(new Response("hello"));

/** What a server sends until it closes the connection. */
async function sentBy(port: number, text = ""): Promise<string> {
  using connection = await Deno.connect({ hostname, port });
  await connection.write(new TextEncoder().encode(text));
  let said = "";
  for await (const chunk of connection.readable.pipeThrough(new TextDecoderStream())) said += chunk;
  return said;
}

Deno.test("a connection that sends no request, half a head or half a body, is closed in time", async () => {
  await using server = await served(async (request) => new Response(await request.text()));
  const half = "POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nfive.";
  const said = await Promise.all([
    sentBy(server.port),
    sentBy(server.port, "GET / HTTP/1.1\r\nHost: loc"),
    sentBy(server.port, half),
    sentBy(server.port, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
  ]);
  assert.doesNotMatch(said.slice(0, 3).join(), /HTTP\/1\.1 200/);
  assert.match(said[3] ?? "", /HTTP\/1\.1 200/, "and one that sends a whole one is answered");
});

Deno.test("connections above the limit are closed, and those below it are served", async () => {
  const times = { ...shortTimes, headersMs: 60_000, requestMs: 60_000, idleMs: 60_000 };
  await using server = await served(hello, { connections: 3, times });
  const open = await Promise.all(
    [1, 2, 3].map(() => Deno.connect({ hostname, port: server.port })),
  );
  assert.equal(await sentBy(server.port).catch(() => ""), "");
  open.pop()?.close();
  let answered = "";
  while (!answered) {
    answered = await fetch(server.url).then((response) => response.text()).catch(() => "");
  }
  assert.equal(answered, "hello");
  open.forEach((connection) => connection.close());
});

Deno.test("requests and answers pass as they are: method, address, headers, cookies, bodies", async () => {
  await using server = await served(async (request, { address }) => {
    const headers = new Headers({ "x-method": request.method, "x-url": request.url });
    headers.append("set-cookie", "a=1");
    headers.append("set-cookie", "b=2");
    headers.set("x-address", address ?? "");
    return new Response(`${request.headers.get("x-sent")} ${await request.text()}`, {
      status: 201,
      headers,
    });
  });
  const answer = await fetch(`${server.url}/a?b=%00`, {
    method: "POST",
    body: "body",
    headers: { "x-sent": "sent" },
  });
  assert.equal(await answer.text(), "sent body");
  assert.equal(answer.status, 201);
  assert.deepEqual(answer.headers.getSetCookie(), ["a=1", "b=2"]);
  assert.equal(answer.headers.get("x-method"), "POST");
  assert.equal(answer.headers.get("x-url"), `${server.url}/a?b=%00`);
  assert.equal(answer.headers.get("x-address"), hostname);
  const head = await fetch(server.url, { method: "HEAD" });
  assert.equal(await head.text(), "");
});

Deno.test("what is no request is refused, and no fault of the program", async () => {
  await using server = await served(hello);
  for (const line of ["OPTIONS * HTTP/1.1", "GET http://[ HTTP/1.1", "TRACE / HTTP/1.1"]) {
    const said = await sentBy(server.port, `${line}\r\nHost: localhost\r\n\r\n`);
    assert.match(said, /^HTTP\/1\.1 400/, line);
  }
  assert.deepEqual(server.faults, []);
});

Deno.test("a page that fails is a fault of its own, and a reader that leaves is none", async () => {
  const cancelled = Promise.withResolvers<void>();
  await using server = await served((request) => {
    if (request.url.endsWith("/fails")) return Promise.reject(new Error("no page"));
    const body = new ReadableStream({
      start: (stream) => stream.enqueue(new TextEncoder().encode("data: first\n\n")),
      cancel: () => cancelled.resolve(),
    });
    return Promise.resolve(new Response(body));
  });
  const abort = new AbortController();
  const live = await fetch(server.url, { signal: abort.signal });
  const { value } = await live.body?.getReader().read() ?? {};
  assert.equal(new TextDecoder().decode(value), "data: first\n\n");
  abort.abort();
  await cancelled.promise;
  assert.deepEqual(server.faults, []);
  await assert.rejects(fetch(`${server.url}/fails`));
  assert.equal(server.faults.length, 1);
});

Deno.test("a reader that leaves before the page is ready is no fault, and the page is closed", async () => {
  const [asked, left, cancelled] = [0, 1, 2].map(() => Promise.withResolvers<void>());
  await using server = await served(async () => {
    asked?.resolve();
    await left?.promise;
    return new Response(new ReadableStream({ cancel: () => cancelled?.resolve() }));
  });
  const abort = new AbortController();
  const live = fetch(server.url, { signal: abort.signal });
  await asked?.promise;
  abort.abort();
  await assert.rejects(live);
  await new Promise((resolve) => setTimeout(resolve, 50)); // the server notices
  left?.resolve();
  await cancelled?.promise;
  assert.deepEqual(server.faults, []);
});

Deno.test("an address that is taken is said when it opens", async () => {
  await using server = await served(hello);
  const options = {
    hostname,
    port: server.port,
    tls: undefined,
    connections: 1,
    onFault: () => {},
  };
  await assert.rejects(openHttpServer(options, hello), { code: "EADDRINUSE" });
});

Deno.test({
  name: "over TLS a connection that never greets is closed in time, and others are served",
  ignore: missingTools("openssl"),
  async fn() {
    using directory = tempDir();
    const files = await makeCertificate(directory.path);
    const [cert, key] = [Deno.readTextFileSync(files.cert), Deno.readTextFileSync(files.key)];
    const options = { hostname, port: 0, tls: { cert, key }, connections: 5, onFault: () => {} };
    const server = await openHttpServer(options, hello, { ...shortTimes, headersMs: 300 });
    await Promise.all([sentBy(server.port), sentBy(server.port)]);
    using client = Deno.createHttpClient({ caCerts: [cert] });
    const answer = await fetch(`https://${hostname}:${server.port}`, { client });
    assert.equal(await answer.text(), "hello");
    await server.shutdown(100);
  },
});

Deno.test("the signal of a request ends when its client goes", async () => {
  const [asked, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  await using server = await served((request) => {
    request.signal.addEventListener("abort", () => ended.resolve());
    asked.resolve();
    return ended.promise.then(() => new Response("too late"));
  }, { times: { ...shortTimes, idleMs: 60_000 } });
  const client = new AbortController();
  const answer = fetch(server.url, { signal: client.signal }).catch(() => "gone");
  await asked.promise;
  client.abort();
  assert.equal(await answer, "gone");
  await ended.promise;
  assert.deepEqual(server.faults, []);
});
