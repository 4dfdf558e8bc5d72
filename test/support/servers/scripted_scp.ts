import dimse from "dcmjs-dimse";
import type { Socket } from "node:net";
import { freePort } from "./orthanc.ts";

/** What a node does with an image: a status of C-STORE, or how it ends the association. */
export type Reaction = number | "abort" | "abort and stay" | "close" | "reset";

/** A DICOM node on a loopback port that does with each image what a test wants. */
export interface ScriptedScp extends AsyncDisposable {
  readonly url: URL;
  /** The instances it was asked to store, in order, as often as it was asked. */
  readonly asked: readonly string[];
  associations: number;
}

export function scriptedScp(reactionTo: (sopInstanceUID: string) => Reaction): ScriptedScp {
  dimse.log.disableAll();
  const asked: string[] = [];
  const { Accept, RejectTransferSyntaxesNotSupported } = dimse.constants.PresentationContextResult;

  class Node extends dimse.Scp {
    override associationRequested(
      association: InstanceType<typeof dimse.association.Association>,
    ): void {
      node.associations++;
      for (const { context } of association.getPresentationContexts()) {
        const [syntax] = context.getTransferSyntaxUids();
        if (syntax === undefined) context.setResult(RejectTransferSyntaxesNotSupported);
        else context.setResult(Accept, syntax);
      }
      this.sendAssociationAccept();
    }

    override cStoreRequest(
      request: InstanceType<typeof dimse.requests.CStoreRequest>,
      callback: (response: InstanceType<typeof dimse.responses.CStoreResponse>) => void,
    ): void {
      const uid = request.getAffectedSopInstanceUid();
      asked.push(uid);
      const reaction = reactionTo(uid);
      const socket = (this as unknown as { readonly socket: Socket }).socket;
      if (typeof reaction === "number") {
        const response = dimse.responses.CStoreResponse.fromRequest(request);
        response.setStatus(reaction);
        callback(response);
        return;
      }
      if (reaction === "reset") return void socket.resetAndDestroy();
      if (reaction !== "close") this.sendAbort(0, 0);
      if (reaction !== "abort and stay") socket.end();
    }

    override associationReleaseRequested(): void {
      this.sendAssociationReleaseResponse();
    }
  }

  const port = freePort();
  const server = new dimse.Server(Node);
  server.on("networkError", () => {});
  server.listen(port);
  const node: ScriptedScp = {
    url: new URL(`dimse://NODE@127.0.0.1:${port}`),
    asked,
    associations: 0,
    async [Symbol.asyncDispose](): Promise<void> {
      server.close();
      await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
  return node;
}
