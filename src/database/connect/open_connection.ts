import { type Address, type Host } from "./address.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { ConnectionLost, isServerError } from "./connection_lost.ts";
import { openSocket } from "./open_socket.ts";
import { isWanted } from "./session.ts";

/** The server starts, stops or recovers (57P03), or has no connection left for us. */
const tryNextHost = /^(57P0|53)/;

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

/** Where sslmode leaves it open, what the server refuses one way is tried the other way. */
async function logInTo(
  host: Host,
  address: Address,
  options: ConnectionOptions,
): Promise<Connection> {
  const { attempts, tls } = address.encryption;
  let fault: unknown;
  for (const encryption of attempts) {
    try {
      const socket = await openSocket(host, encryption, tls, address.connectTimeoutMs);
      const connection = await Connection.logIn(socket, address, host, options);
      return connection;
    } catch (error) {
      fault ??= error;
      if (isUnreachable(error)) break;
    }
  }
  throw fault;
}

/** What the other way of encryption would not help. */
function isUnreachable(error: unknown): boolean {
  if (isServerError(error)) return tryNextHost.test(error.code);
  return error instanceof ConnectionLost && /^(E(?!PROTO)[A-Z]+|CONNECT_TIMEOUT)$/.test(error.code);
}

function notWanted({ target }: Address): ConnectionLost {
  const message = `no host is ${target}`;
  return new ConnectionLost(Object.assign(new Error(message), { code: "TARGET_SESSION" }));
}
