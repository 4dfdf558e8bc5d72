import { Buffer } from "node:buffer";
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions, TLSSocket } from "node:tls";
import type { Address, Host } from "./address.ts";
import { Connection, type SessionOptions } from "./connection.ts";
import type { Encryption } from "./encryption.ts";
import { ConnectionLost, isServerError } from "./server_error.ts";
import { isWanted } from "./session.ts";

/** The server starts, stops or recovers (57P03), or has no connection left. */
const tryNextHost = /^(57P0|53)/;
/** No entry of pg_hba.conf matches; an entry may require encryption, or no encryption. */
const noEntry = "28000";
const unencrypted: readonly Encryption[] = ["none"];

/**
 * Opens a connection to the first host that responds and has the requested kind of session. Like
 * libpq, it does not try the next host if the login is refused. Throws ConnectionLost, or the error
 * of the server.
 */
export async function openConnection(
  address: Address,
  options: SessionOptions,
): Promise<Connection> {
  const passes = address.target === "prefer-standby" ? [false, true] : [false];
  let fault: unknown = new ConnectionLost("no host has the requested kind of session");
  for (const isSecondTry of passes) {
    for (const host of address.hosts) {
      try {
        const connection = await logInTo(host, address, options);
        if (isWanted(address.target, connection.session, isSecondTry)) return connection;
        await connection.close(1000);
        fault = notWanted(address);
      } catch (error) {
        if (isServerError(error) && !tryNextHost.test(error.code)) throw error;
        fault = error;
      }
    }
  }
  throw fault;
}

/** If sslmode allows both, a login that the server refuses one way is tried the other way. */
async function logInTo(
  host: Host,
  address: Address,
  options: SessionOptions,
): Promise<Connection> {
  const faults: unknown[] = [];
  let isPlainTried = false;
  for (const encryption of host.host.startsWith("/") ? unencrypted : address.encryption.attempts) {
    if (encryption === "none" && isPlainTried) break;
    try {
      const { tls } = address.encryption;
      const socket = await openSocket(host, encryption, tls, address.connectTimeoutMs);
      isPlainTried = !(socket instanceof TLSSocket);
      const connection = await Connection.logIn(socket, address, host, options);
      return connection;
    } catch (error) {
      faults.push(error);
      if (!dependsOnEncryption(error)) break;
    }
  }
  throw faults.find((fault) => isServerError(fault) && fault.code !== noEntry) ?? faults[0];
}

/** Whether the other way may succeed: a wrong password or a missing server fails both ways. */
function dependsOnEncryption(error: unknown): boolean {
  if (isServerError(error)) return error.code === noEntry;
  return error instanceof ConnectionLost &&
    !/^(E(?!PROTO)[A-Z]+|CONNECT_TIMEOUT)$/.test(error.code);
}

function notWanted({ target }: Address): ConnectionLost {
  const message = `no host is ${target}`;
  return new ConnectionLost(Object.assign(new Error(message), { code: "TARGET_SESSION" }));
}

/** After this time without data, the operating system probes whether the peer is alive. */
const aliveAfterMs = 30_000;

const sslRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Opens a socket to a host, encrypted as requested. Throws ConnectionLost, at the latest after
 * `timeoutMs` (0: no limit).
 */
async function openSocket(
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
