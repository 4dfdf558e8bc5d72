import dimse from "dcmjs-dimse";
import { outputDamaged } from "../durable_file.ts";
import { alreadyStored } from "../receipts.ts";
import {
  attemptFailed,
  type AttemptFault,
  connectionFault,
  endedWithoutAnswer,
  noAnswerInTime,
} from "../request.ts";
import { duplicateInstance, isFinalStatus, isWarning, statusInWords } from "../store_status.ts";
import { type Client, hangUp, noDeadlines, rejectionOf, socketOf } from "./association.ts";
import { guardAssociation } from "./guard_association.ts";
import { StoreRequest } from "./store_request.ts";
import {
  type DicomNode,
  slowestBytesPerMs,
  type StoreAnswer,
  type StoredImage,
} from "./store_task.ts";

type Association = InstanceType<typeof dimse.association.Association>;

/** Time limit and progress handler of an association. */
export interface StoreLimits {
  /** How long a node may take to answer, in milliseconds. */
  readonly answerMs: number;
  /** Called when the association was accepted, and when an image was answered. */
  readonly onProgress: () => void;
}

const releaseMs = 10_000;
const damaged: StoreAnswer = {
  kind: "refused",
  code: "OUTPUT_DAMAGED",
  reason: outputDamaged,
};
const notAccepted: StoreAnswer = {
  kind: "refused",
  code: "REFUSED_BY_TARGET",
  reason: "the server does not accept its SOP class with its transfer syntax",
};

/** How an association ended. */
interface AssociationEnd {
  readonly failure: AttemptFault;
  /** The node closed it, not a timeout or this program. */
  readonly isByNode: boolean;
}

/**
 * Sends images to a DICOM node in one association, one after the other (C-STORE, PS3.7 9.1.1).
 * Returns the answer for each image, undefined if the association ended before the answer. Throws
 * DeliveryError if there is no reliable answer. Parses data from the node: run this in a thread.
 */
export async function storeImages(
  node: DicomNode,
  images: readonly StoredImage[],
  { answerMs, onProgress }: StoreLimits,
): Promise<readonly (StoreAnswer | undefined)[]> {
  dimse.log.disableAll();
  const client: Client = new dimse.Client();
  const answers = new Map<StoreRequest, StoreAnswer>();
  const requests = requestsOf(client, images, answers);
  let isUnreliable = false;
  const { ended, end, waitFor } = openEnd(client);
  addRequests(client, requests, (request, answer) => {
    answers.set(request, answer);
    waitFor(answers.size === requests.length ? Math.min(releaseMs, answerMs) : answerMs);
    onProgress();
  });
  client.on("associationAccepted", (association) => {
    onProgress();
    waitFor(answerMs);
    client.network?.on("abort", () => hangUp(client)); // the node may keep the connection open
    const unsupported = withdrawUnsupported(client, association, requests);
    for (const request of unsupported) answers.set(request, notAccepted);
  });
  client.on("connected", () => {
    client.network?.socket.setNoDelay(true); // each request consists of two small writes
    waitFor(answerMs);
  });
  waitFor(answerMs);
  client.send(node.host, node.port, node.calling, node.called, noDeadlines);
  guardAssociation(socketOf(client), {
    onRequest: () => {
      const bytes = requests.find((request) => !answers.has(request))?.image.line.bytes ?? 0;
      waitFor(answerMs + bytes / slowestBytesPerMs);
    },
    onFault: (reason) => end({ reason }),
    onFalseConfirmation: () => isUnreliable = true,
  });
  const { failure, isByNode } = await ended;
  hangUp(client);
  if (isUnreliable) throw attemptFailed(failure);
  const unanswered = requests.find((request) => request.isSent && !answers.has(request));
  if (unanswered && isByNode) answers.set(unanswered, { kind: "aborted", reason: failure.reason });
  if (answers.size === 0) throw attemptFailed(failure);
  return requests.map((request) => answers.get(request));
}

/** The requests for images. A damaged file is answered at once, and ends the association. */
function requestsOf(
  client: Client,
  images: readonly StoredImage[],
  answers: Map<StoreRequest, StoreAnswer>,
): StoreRequest[] {
  return images.map((image) =>
    new StoreRequest(image, (request) => {
      answers.set(request, damaged);
      hangUp(client);
    })
  );
}

function addRequests(
  client: Client,
  requests: readonly StoreRequest[],
  onAnswer: (request: StoreRequest, answer: StoreAnswer) => void,
): void {
  for (const request of requests) {
    client.addAdditionalPresentationContext(request.presentationContext, true);
    client.addRequest(request);
    request.on("response", (response) => onAnswer(request, answerOf(response.getStatus())));
  }
}

/** The end of an association, and the deadline for its next event. */
interface OpenEnd {
  readonly ended: Promise<AssociationEnd>;
  readonly end: (failure: AttemptFault, isByNode?: boolean) => void;
  /** Ends the association unless called again within `ms` milliseconds. */
  readonly waitFor: (ms: number) => void;
}

function openEnd(client: Client): OpenEnd {
  const { promise, resolve } = Promise.withResolvers<AssociationEnd>();
  let deadline: ReturnType<typeof setTimeout> | undefined;
  const end = (failure: AttemptFault, isByNode = false): void => {
    clearTimeout(deadline);
    resolve({ failure, isByNode });
  };
  client.on("associationRejected", (rejection) => end(rejectionOf(rejection)));
  client.on("networkError", (error: unknown) => end(connectionFault(error), isReset(error)));
  client.on("closed", () => end(endedWithoutAnswer, true));
  return {
    ended: promise,
    end,
    waitFor: (ms) => {
      clearTimeout(deadline);
      deadline = setTimeout(() => end(noAnswerInTime), ms);
    },
  };
}

/** The library's message for an error of the socket, as opposed to a timeout. */
function isReset(error: unknown): boolean {
  return error instanceof Error && error.message.includes("Connection error");
}

/** Keeps the requests whose images the node accepts unconverted; returns the others. */
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
  if (status === duplicateInstance) return { kind: "stored", ...alreadyStored };
  const reason = statusInWords(status);
  if (isWarning(status)) return { kind: "stored", note: reason };
  return isFinalStatus(status)
    ? { kind: "refused", code: "REFUSED_BY_TARGET", reason }
    : { kind: "again", reason };
}
