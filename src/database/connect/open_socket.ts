import { Buffer } from "node:buffer";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import type { Host } from "./address.ts";
import { ConnectionLost } from "./connection_lost.ts";
import type { Encryption } from "./encryption.ts";

/** After this time without data, the operating system probes whether the peer is alive. */
const aliveAfterMs = 30_000;

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Opens a socket to a host, encrypted as requested. Throws ConnectionLost, at the latest after
 * `timeoutMs` (0: no limit).
 */
export async function openSocket(
  host: Host,
  encryption: Encryption,
  tls: ConnectionOptions,
  timeoutMs: number,
): Promise<Socket> {
  const socket = host.host.startsWith("/")
    ? connectTcp(`${host.host}/.s.PGSQL.${host.port}`)
    : connectTcp(host.port, host.address ?? host.host);
  socket.on("error", ignore);
  const timer = timeoutMs > 0 ? setTimeout(() => socket.destroy(timeout()), timeoutMs) : undefined;
  try {
    await once(socket, "connect");
    socket.setNoDelay(true);
    socket.setKeepAlive(true, aliveAfterMs);
    if (encryption === "none" || host.host.startsWith("/")) return socket;
    return await encrypted(socket, host, encryption, tls);
  } catch (error) {
    socket.destroy();
    throw new ConnectionLost(error);
  } finally {
    clearTimeout(timer);
  }
}

async function encrypted(
  socket: Socket,
  { host }: Host,
  encryption: Encryption,
  tls: ConnectionOptions,
): Promise<Socket> {
  socket.write(sslRequest);
  const answer = await once<Uint8Array>(socket, "data");
  // bytes after the answer are not encrypted: an attacker may have injected them
  if (answer.length !== 1) throw new Error("the answer to the request for TLS is not one byte");
  if (answer[0] !== "S".charCodeAt(0)) {
    if (encryption === "offer") return socket;
    throw Object.assign(new Error("the server does not offer TLS"), { code: "NO_TLS" });
  }
  const name = isIP(host) ? { host } : { host, servername: host };
  const secured = connectTls({ ...tls, ...name, socket });
  secured.on("error", ignore);
  try {
    await once(secured, "secureConnect");
    return secured;
  } catch (error) {
    secured.destroy();
    throw error;
  }
}

/** The argument of an event; rejects if the socket fails or closes first. */
function once<T>(socket: Socket, event: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      socket.off(event, onEvent).off("error", onError).off("close", onClose);
      act();
    };
    const onEvent = (value: T): void => settle(() => resolve(value));
    const onError = (error: Error): void => settle(() => reject(error));
    const onClose = (): void => settle(() => reject(new Error("closed before it was open")));
    socket.on(event, onEvent).on("error", onError).on("close", onClose);
  });
}

/** A socket that fails is closed as well; its owner waits for that. */
function ignore(): void {}

function timeout(): Error {
  return Object.assign(new Error("no connection in time"), { code: "CONNECT_TIMEOUT" });
}
