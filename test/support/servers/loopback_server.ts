import type { Server } from "node:http";

/** A server that listens on a loopback port, for one test. */
export interface LoopbackServer extends AsyncDisposable {
  /** `127.0.0.1:port` */
  readonly host: string;
}

/** Lets a server listen until it is disposed of, with all its connections. */
export async function loopbackServer(server: Server): Promise<LoopbackServer> {
  const listening = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", () => listening.resolve());
  await listening.promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("it has a port");
  return {
    host: `127.0.0.1:${address.port}`,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}
