import type dimse from "dcmjs-dimse";
import type { Socket } from "node:net";
import type { AttemptFault } from "../request.ts";

/** The library's client with the property of its connection, which the library's types lack. */
export type Client = InstanceType<typeof dimse.Client> & {
  readonly network?: { readonly socket: Socket; on(event: "abort", handler: () => void): void };
};

/**
 * Disables the library's deadlines, which do not allow for the time that sending an image takes.
 */
const never = 2 ** 30;
export const noDeadlines = { connectTimeout: never, associationTimeout: never, pduTimeout: never };

/** Why a node rejected an association; names an unknown AE title (PS3.8 9.3.4). */
export function rejectionOf({ source, reason }: Record<"source" | "reason", number>): AttemptFault {
  const text = "the server rejected the association";
  if (source !== 1 || (reason !== 3 && reason !== 7)) return { reason: text };
  const title = reason === 3 ? "calling" : "called";
  return { reason: `${text}: it does not know the ${title} AE title`, code: "TARGET_DENIED" };
}

/** Closes the connection, which the library leaves open if the node does not close its end. */
export function hangUp(client: Client): void {
  client.network?.socket.destroy();
}

/** The socket of a client that is connecting. */
export function socketOf({ network }: Client): Socket {
  if (!network) throw new TypeError("the library must open its connection in send()");
  return network.socket;
}
