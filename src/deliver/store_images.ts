import dimse from "dcmjs-dimse";
import type { Socket } from "node:net";
import { alreadyThere, type Sent } from "./confirmations.ts";
import { connectionFault } from "./connection_fault.ts";
import { DeliveryError } from "./destination.ts";
import { notAsWritten } from "./file_pieces.ts";
import { guardAssociation } from "./guard_association.ts";
import { type StoredImage, StoreRequest } from "./store_request.ts";
import { slowestBytesPerMs } from "./store_task.ts";
import { duplicateInstance, isFinalStatus, isWarning, statusInWords } from "./store_status.ts";

/** The library's client has its connection in a property that its types do not show. */
type Client = InstanceType<typeof dimse.Client> & {
  readonly network?: { readonly socket: Socket; on(name: "abort", heard: () => void): void };
};
type Association = InstanceType<typeof dimse.association.Association>;

/** Who is called, and by whom (application entity titles, PS3.8 7.1.1). */
export interface DicomNode {
  readonly host: string;
  readonly port: number;
  readonly called: string;
  readonly calling: string;
}

/** What a node said of an image; `aborted`: it ended the association while it received it. */
export type StoreAnswer =
  | ({ readonly kind: "stored" } & Sent)
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "again"; readonly reason: string }
  | { readonly kind: "aborted"; readonly reason: string };

export interface StoreLimits {
  /** How long a node may be silent. */
  readonly answerMs: number;
  /** Hears that the association has moved on: it was accepted, or an image was answered. */
  readonly onProgress: () => void;
}

const releaseMs = 10_000;
/** None: the library counts from the last unit it received, however long an image takes to go. */
const never = 2 ** 30;
const ownDeadlines = { connectTimeout: never, associationTimeout: never, pduTimeout: never };

/** How an association ended. */
interface AssociationEnd {
  readonly reason: string;
  /** The node has closed it, not a time-out or this program. */
  readonly isByNode: boolean;
}

/**
 * Sends images to a DICOM node in one association, one after the other (C-STORE, PS3.7 9.1.1).
 * Returns what it said of each, undefined where the association ended before. Throws DeliveryError
 * when it said nothing that holds. It parses what the node sends: run it in a thread.
 */
export async function storeImages(
  node: DicomNode,
  images: readonly StoredImage[],
  { answerMs, onProgress }: StoreLimits,
): Promise<readonly (StoreAnswer | undefined)[]> {
  dimse.log.disableAll();
  const client: Client = new dimse.Client();
  const answers = new Map<StoreRequest, StoreAnswer>();
  const requests = images.map((image) =>
    new StoreRequest(image, (request) => {
      answers.set(request, { kind: "refused", reason: notAsWritten });
      hangUp(client);
    })
  );
  let isLiar = false;
  const { ended, end, waitFor } = openEnd(client);
  for (const request of requests) {
    client.addAdditionalPresentationContext(request.presentationContext, true);
    client.addRequest(request);
    request.on("response", (response) => {
      answers.set(request, answerOf(response.getStatus()));
      const isLast = answers.size === requests.length;
      waitFor(isLast ? Math.min(releaseMs, answerMs) : answerMs);
      onProgress();
    });
  }
  client.on("associationAccepted", (association) => {
    onProgress();
    waitFor(answerMs);
    client.network?.on("abort", () => hangUp(client)); // the node may leave the connection open
    for (const request of withdrawUnsupported(client, association, requests)) {
      const reason = "the server does not take its SOP class in its transfer syntax";
      answers.set(request, { kind: "refused", reason });
    }
  });
  client.on("connected", () => {
    client.network?.socket.setNoDelay(true); // a request is two small writes
    waitFor(answerMs);
  });
  waitFor(answerMs);
  client.send(node.host, node.port, node.calling, node.called, ownDeadlines);
  guardAssociation(socketOf(client), {
    onRequest: () => {
      const { bytes } = requests.find((request) => !answers.has(request))?.image.line ??
        { bytes: 0 };
      waitFor(answerMs + bytes / slowestBytesPerMs);
    },
    onFault: (reason) => end(reason),
    onFalseConfirmation: () => isLiar = true,
  });
  const { reason, isByNode } = await ended;
  hangUp(client);
  if (isLiar) throw new DeliveryError(false, reason);
  const unanswered = requests.find((request) => request.isSent && !answers.has(request));
  if (unanswered && isByNode) answers.set(unanswered, { kind: "aborted", reason });
  if (answers.size === 0) throw new DeliveryError(false, reason);
  return requests.map((request) => answers.get(request));
}

/** The end of an association, and the deadline of what it waits for. */
interface OpenEnd {
  readonly ended: Promise<AssociationEnd>;
  readonly end: (reason: string, isByNode?: boolean) => void;
  /** Ends it unless it is called again in time. */
  readonly waitFor: (ms: number) => void;
}

function openEnd(client: Client): OpenEnd {
  const { promise, resolve } = Promise.withResolvers<AssociationEnd>();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const end = (reason: string, isByNode = false): void => {
    clearTimeout(deadline);
    resolve({ reason, isByNode });
  };
  client.on("associationRejected", (said) => end(rejection(said)));
  client.on("networkError", (error: unknown) => end(connectionFault(error), isReset(error)));
  client.on("closed", () => end("the connection ended without an answer", true));
  return {
    ended: promise,
    end,
    waitFor: (ms) => {
      clearTimeout(deadline);
      deadline = setTimeout(() => end("no answer in time"), ms);
    },
  };
}

/** The library's own words for an error of the socket, which it tells from a time-out. */
function isReset(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Connection error");
}

/** What a node says that rejects an association, where it says who is not known (PS3.8 9.3.4). */
function rejection({ source, reason }: Record<"source" | "reason", number>): string {
  const said = "it rejects the association";
  if (source !== 1 || (reason !== 3 && reason !== 7)) return said;
  return `${said}: it does not know the ${reason === 3 ? "calling" : "called"} AE title`;
}

/** Leaves to an association what its node has accepted as it is; returns the rest. */
function withdrawUnsupported(
  client: Client,
  association: Association,
  requests: readonly StoreRequest[],
): StoreRequest[] {
  const accepted = new Set(
    association.getPresentationContexts().flatMap(({ context }) =>
      context.getResult() === dimse.constants.PresentationContextResult.Accept
        ? [`${context.getAbstractSyntaxUid()} ${context.getAcceptedTransferSyntaxUid()}`]
        : []
    ),
  );
  const isAccepted = ({ image }: StoreRequest): boolean =>
    accepted.has(`${image.sopClassUID} ${image.transferSyntaxUID}`);
  client.clearRequests();
  for (const request of requests) if (isAccepted(request)) client.addRequest(request);
  return requests.filter((request) => !isAccepted(request));
}

function answerOf(status: number): StoreAnswer {
  if (status === 0) return { kind: "stored" };
  if (status === duplicateInstance) return { kind: "stored", ...alreadyThere };
  const reason = statusInWords(status);
  if (isWarning(status)) return { kind: "stored", note: reason };
  return isFinalStatus(status) ? { kind: "refused", reason } : { kind: "again", reason };
}

/** A node that went silent does not close its end; the library leaves ours open then. */
function hangUp(client: Client): void {
  client.network?.socket.destroy();
}

function socketOf({ network }: Client): Socket {
  if (!network) throw new TypeError("the library opens its connection when it is told to send");
  return network.socket;
}
