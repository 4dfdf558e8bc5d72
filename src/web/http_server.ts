import { createServer, type Server, type ServerOptions } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { answerRequest, type FetchHandler } from "./answer_request.ts";

/** Where to listen, with what certificate, and for how many. */
export interface HttpServerOptions {
  readonly hostname: string;
  readonly port: number;
  /** A certificate chain and its key (PEM); undefined for plain http. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** More connections than these are closed at once. */
  readonly connections: number;
  /** Hears of faults of the server, at most once in a while; it goes on serving. */
  readonly onFault: (error: unknown) => void;
}

/** A server of pages that listens. */
export interface HttpServer {
  readonly port: number;
  /** Takes nothing more, and ends when all that was asked is answered, or after `ms`. */
  readonly shutdown: (ms: number) => Promise<void>;
}

/** How long a connection may take, in milliseconds, for what. */
export interface HttpTimes {
  /** To send a request's headers, from its first byte or the connection's start. */
  readonly headersMs: number;
  /** To send a whole request. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** With no byte in either direction; live pages have a heartbeat. */
  readonly idleMs: number;
}

const usualTimes: HttpTimes = {
  headersMs: 10_000,
  requestMs: 30_000,
  keepAliveMs: 15_000,
  idleMs: 90_000,
};
const checkEveryMs = 1000;
const listenAgainMs = 1000;
const faultEveryMs = 60_000;

/**
 * Listens and answers with `fetch`. A connection that sends nothing, or reads nothing, is closed
 * in time; one that cannot be accepted, for example for want of file descriptors, is a fault that
 * is reported, and the server goes on. Rejects when the address cannot be had.
 */
export async function openHttpServer(
  { hostname, port, tls, connections, onFault }: HttpServerOptions,
  fetch: FetchHandler,
  times = usualTimes,
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
  let isOver = false;
  let reportedAt = -Infinity;
  const report = (error: unknown): void => {
    if (performance.now() - reportedAt < faultEveryMs) return;
    reportedAt = performance.now();
    onFault(error);
  };
  await listening(server, hostname, port);
  const { port: found } = server.address() as AddressInfo;
  const listenAgain = (): void => {
    if (!isOver && !server.listening) server.listen(found, hostname);
  };
  server.on("error", (error) => {
    report(error);
    Deno.unrefTimer(setTimeout(listenAgain, listenAgainMs));
  });
  return {
    port: found,
    shutdown: async (ms) => {
      isOver = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const overdue = setTimeout(() => server.closeAllConnections(), ms);
      const givenUp = Promise.withResolvers<void>();
      const latest = setTimeout(givenUp.resolve, ms + checkEveryMs);
      await Promise.race([closed, givenUp.promise]);
      clearTimeout(overdue);
      clearTimeout(latest);
    },
  };
}

async function listening(server: Server, hostname: string, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject);
  server.listen(port, hostname, resolve);
  await promise;
  server.off("error", reject);
}
