import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { answerRequest, type FetchHandler } from "./answer_request.ts";

/** The address, certificate and connection limit of a server. */
export interface HttpServerOptions {
  readonly hostname: string;
  readonly port: number;
  /** A certificate chain and its key (PEM); undefined for plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** The maximum number of connections; further ones are closed immediately. */
  readonly connections: number;
  /** Called with faults of the server, at most once per minute; the server continues. */
  readonly onFault: (error: unknown) => void;
}

/** A running HTTP server. */
export interface HttpServer {
  readonly port: number;
  /** Accepts no more requests; resolves when all requests are answered, or after `ms`. */
  readonly shutdown: (ms: number) => Promise<void>;
}

/** Timeouts of a connection, in milliseconds. */
export interface HttpTimes {
  /** For the headers of a request, from its first byte or the start of the connection. */
  readonly headersMs: number;
  /** For a complete request. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** Without a byte in either direction; live pages send a heartbeat. */
  readonly idleMs: number;
}

const defaultTimes: HttpTimes = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 15_000,
  idleMs: 90_000,
};
const checkEveryMs = 1000;
const relistenMs = 1000;
const faultEveryMs = 60_000;

/**
 * Starts a server that responds with `fetch`. Connections that send or read nothing are closed
 * after a timeout. If a connection cannot be accepted, for example because there are no file
 * descriptors left, the fault is reported and the server continues. Rejects if the address is not
 * available.
 */
export async function openHttpServer(
  { hostname, port, tls, connections, onFault }: HttpServerOptions,
  fetch: FetchHandler,
  times = defaultTimes,
): Promise<HttpServer> {
  const options: ServerOptions = {
    headersTimeout: times.headersMs,
    requestTimeout: times.requestMs,
    keepAliveTimeout: times.keepAliveMs,
    connectionsCheckingInterval: Math.min(checkEveryMs, times.headersMs),
  };
  const scheme = tls ? "https" : "http";
  const server: Server = tls
    ? createTlsServer({ ...options, ...tls, handshakeTimeout: times.headersMs })
    : createServer(options);
  server.maxConnections = connections;
  server.timeout = times.idleMs;
  server.on("request", (request, response) => {
    void answerRequest(request, response, { scheme, fetch, onFault: report });
  });
  let isClosing = false;
  let reportedAt = -Infinity;
  const report = (error: unknown): void => {
    if (performance.now() - reportedAt < faultEveryMs) return;
    reportedAt = performance.now();
    onFault(error);
  };
  await listening(server, hostname, port);
  const { port: boundPort } = server.address() as AddressInfo;
  const relisten = (): void => {
    if (!isClosing && !server.listening) server.listen(boundPort, hostname);
  };
  server.on("error", (error) => {
    report(error);
    Deno.unrefTimer(setTimeout(relisten, relistenMs));
  });
  return {
    port: boundPort,
    shutdown: async (ms) => {
      isClosing = true;
      await closeWithin(server, ms);
    },
  };
}

/** Lets running requests end; after `ms` their connections are closed. */
async function closeWithin(server: Server, ms: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const overdue = setTimeout(() => server.closeAllConnections(), ms);
  const timedOut = Promise.withResolvers<void>();
  const timeout = setTimeout(timedOut.resolve, ms + checkEveryMs);
  await Promise.race([closed, timedOut.promise]);
  clearTimeout(overdue);
  clearTimeout(timeout);
}

async function listening(server: Server, hostname: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, hostname, resolve);
  await promise;
  server.off("error", reject);
}
