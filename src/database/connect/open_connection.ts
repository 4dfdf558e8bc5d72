import { TLSSocket } from "node:tls";
import type { Address, Host } from "./address.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ConnectionLost, isServerError } from "./connection_lost.ts";
import { type Encryption, openSocket } from "./open_socket.ts";
import { isWanted } from "./session.ts";

/** SQLSTATEs of a server that is starting, stopping or recovering, or has no free connection. */
const tryNextHost = /^(57P0|53)/;
/** No entry of pg_hba.conf matches; one with, or one without, encryption may match. */
const noEntry = "28000";
const unencrypted: readonly Encryption[] = ["none"];

/**
 * Opens a connection to the first host that answers and whose session meets target_session_attrs.
 * Like libpq, it does not try the next host if the log-in is refused. Throws ConnectionLost, or the
 * server's error.
 */
export async function openConnection(
  address: Address,
  options: ConnectionOptions,
): Promise<Connection> {
  const passes = address.target === "prefer-standby" ? [false, true] : [false];
  let fault: unknown = new ConnectionLost("no host has the session that is asked for");
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

/**
 * If sslmode allows both, a log-in that fails with encryption is tried without it, or vice versa.
 */
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

/** Whether the log-in may succeed with the other encryption; it cannot after a wrong password. */
function dependsOnEncryption(error: unknown): boolean {
  if (isServerError(error)) return error.code === noEntry;
  return error instanceof ConnectionLost &&
    !/^(E(?!PROTO)[A-Z]+|CONNECT_TIMEOUT)$/.test(error.code);
}

function notWanted({ target }: Address): ConnectionLost {
  const message = `no host is ${target}`;
  return new ConnectionLost(Object.assign(new Error(message), { code: "TARGET_SESSION" }));
}
