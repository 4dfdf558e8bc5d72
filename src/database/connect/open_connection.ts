import { TLSSocket } from "node:tls";
import type { Address, Host } from "./address.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ConnectionLost, isServerError } from "./connection_lost.ts";
import { type Encryption, openSocket } from "./open_socket.ts";
import { isWanted } from "./session.ts";

/** The server starts, stops or recovers (57P03), or has no connection left for us. */
const tryNextHost = /^(57P0|53)/;
/** No entry of pg_hba.conf fits, which may ask for encryption or for none. */
const noEntry = "28000";
const unencrypted: readonly Encryption[] = ["none"];

/**
 * Opens a connection to the first host that answers and that has the session that the address
 * asks for; like libpq, it does not go on to the next host when the log-in is refused. Throws
 * ConnectionLost, or what the server says.
 */
export async function openConnection(
  address: Address,
  options: ConnectionOptions,
): Promise<Connection> {
  const passes = address.target === "prefer-standby" ? [false, true] : [false];
  let fault: unknown = new ConnectionLost("no host has the requested type of session");
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

/** Where sslmode leaves it open, what the server refuses one way is tried the other way. */
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

/** Whether the other way of encryption may succeed: a wrong password, or no server, stays so. */
function dependsOnEncryption(error: unknown): boolean {
  if (isServerError(error)) return error.code === noEntry;
  return error instanceof ConnectionLost &&
    !/^(E(?!PROTO)[A-Z]+|CONNECT_TIMEOUT)$/.test(error.code);
}

function notWanted({ target }: Address): ConnectionLost {
  const message = `no host is ${target}`;
  return new ConnectionLost(Object.assign(new Error(message), { code: "TARGET_SESSION" }));
}
