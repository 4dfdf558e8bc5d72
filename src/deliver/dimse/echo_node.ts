import dimse from "dcmjs-dimse";
import {
  attemptFailed,
  type AttemptFault,
  connectionFault,
  endedWithoutAnswer,
  noAnswerInTime,
} from "../request.ts";
import { statusInWords } from "../store_status.ts";
import { type Client, hangUp, noDeadlines, rejectionOf, socketOf } from "./association.ts";
import { guardAssociation } from "./guard_association.ts";
import type { DicomNode } from "./store_task.ts";

/**
 * Asks a DICOM node whether it responds (C-ECHO, PS3.7 9.1.5). Throws DeliveryError. Parses data
 * from the node: run this in a thread.
 */
export async function echoNode(node: DicomNode, answerMs: number): Promise<void> {
  dimse.log.disableAll();
  const client: Client = new dimse.Client();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const fail = (failure: AttemptFault): void => reject(attemptFailed(failure));
  const deadline = setTimeout(() => fail(noAnswerInTime), answerMs);
  const request = new dimse.requests.CEchoRequest();
  request.on("response", (response) => {
    if (response.getStatus() === 0) resolve();
    else fail({ reason: statusInWords(response.getStatus()) });
  });
  client.addRequest(request);
  client.on("associationRejected", (rejection) => fail(rejectionOf(rejection)));
  client.on("networkError", (error: unknown) => fail(connectionFault(error)));
  client.on("closed", () => fail(endedWithoutAnswer));
  client.send(node.host, node.port, node.calling, node.called, noDeadlines);
  guardAssociation(socketOf(client), {
    onRequest: () => {},
    onFault: (reason) => fail({ reason }),
    onFalseConfirmation: () => fail(endedWithoutAnswer),
  });
  try {
    await promise;
  } finally {
    clearTimeout(deadline);
    hangUp(client);
  }
}
