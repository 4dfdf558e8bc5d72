import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** What stands between a program and its server, and can be disturbed. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Breaks every connection, as a firewall or a crashed machine does. Returns how many. */
  readonly reset: () => number;
  /** Passes nothing on any more, as a cable that is cut. */
  readonly stall: () => void;
  /** Whether new connections are let through. */
  accepts: boolean;
}

/** Forwards whatever comes to `host` on to a port of this machine. */
export async function tcpProxy(targetPort: number, host = "127.0.0.1"): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((incoming) => {
    keep(incoming);
    if (!proxy.accepts) return void incoming.resetAndDestroy();
    const outgoing = connect(targetPort, "127.0.0.1");
    keep(outgoing);
    incoming.pipe(outgoing);
    outgoing.pipe(incoming);
    incoming.on("close", () => outgoing.destroy());
    outgoing.on("close", () => incoming.destroy());
  });
  const listening = Promise.withResolvers<void>();
  server.listen(0, host, listening.resolve);
  await listening.promise;
  const reset = (): number => {
    const open = [...sockets];
    for (const socket of open) socket.resetAndDestroy();
    return open.length;
  };
  const stall = (): void => {
    for (const socket of sockets) socket.unpipe().pause();
  };
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    reset,
    stall,
    accepts: true,
    async [Symbol.asyncDispose](): Promise<void> {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      for (const socket of sockets) socket.destroy();
      await closed.promise;
    },
  };
  return proxy;
}
