import { TLSSocket } from "node:tls";
import type { Address, Host } from "./address.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ConnectionLost, isServerError } from "./connection_lost.ts";
import type { Encryption } from "./encryption.ts";
import { openSocket } from "./open_socket.ts";
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
  options: ConnectionOptions,
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
  options: ConnectionOptions,
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
