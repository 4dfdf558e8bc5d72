import { alreadyThere, type Sent } from "./confirmations.ts";
import { type Consignment, DeliveryError, type Destination } from "./destination.ts";
import { DicomwebServer } from "./dicomweb_server.ts";
import { eachImage } from "./each_image.ts";
import { ConflictError } from "./holding.ts";
import { ImageBody } from "./image_body.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { requestOf } from "./request.ts";
import { readStowResponse, said, unclear } from "./stow_response.ts";

const atOnce = 4;

/**
 * Sends images to a DICOMweb server, one a request (STOW-RS, PS3.18 10.5). Of an image that the
 * server had before, it is looked whether it has this one now: many say they stored what they
 * did not.
 */
export function toDicomweb(
  url: URL,
  authorization: string | undefined,
  answerMs: number,
): Destination {
  const server = new DicomwebServer(url, authorization, answerMs);
  return {
    name: `dicomweb+${server.base}`,
    holds: (folder, image, signal) => server.compared(folder, image, signal),
    deliver(consignment) {
      const { signal } = consignment;
      const hasStudy = onceForEachStudy((image) => server.hasStudy(image, signal));
      const send = async (image: ManifestLine): Promise<Sent> => {
        const wasHeld = await hasStudy(image) && await server.hasImage(image, signal);
        return await store(server, consignment, image, wasHeld);
      };
      return eachImage(consignment, atOnce, (image) => consignment.patiently(() => send(image)));
    },
  };
}

/** Sends an image; returns what the server says of it. Throws DeliveryError. */
async function store(
  server: DicomwebServer,
  { folder, signal }: Consignment,
  image: ManifestLine,
  wasHeld: boolean,
): Promise<Sent> {
  const { base, headers, answerMs } = server;
  const body = new ImageBody(folder, image);
  const { response, text: written } = await requestOf(
    { signal, answerMs, bytes: image.bytes },
    (limited) =>
      fetch(`${base}/studies`, {
        ...{ method: "POST", body: body.open(), redirect: "manual", signal: limited },
        headers: { ...headers, "content-type": body.contentType },
      }),
  ).catch((error) => {
    throw body.fault ?? error;
  });
  const text = server.withoutSecret(written);
  const answer = readStowResponse(response, text, image.SOPInstanceUID);
  const isNew = answer !== unclear && answer.state !== "same" && !wasHeld;
  if (isNew) return answer;
  if (answer === unclear && !await server.hasImage(image, signal)) {
    throw new DeliveryError(true, said(response, text));
  }
  const holding = await server.compared(folder, image, signal).catch(() => undefined);
  if (holding === "other") throw new ConflictError();
  return answer === unclear ? alreadyThere : answer;
}

/** Asks once for each study: what is there before a Batch is sent may be other content. */
function onceForEachStudy(
  ask: (image: ManifestLine) => Promise<boolean>,
): (image: ManifestLine) => Promise<boolean> {
  const asked = new Map<string, Promise<boolean>>();
  return async (image) => {
    const { StudyInstanceUID } = image;
    const answer = asked.get(StudyInstanceUID) ?? ask(image);
    asked.set(StudyInstanceUID, answer);
    try {
      return await answer;
    } catch (error) {
      asked.delete(StudyInstanceUID);
      throw error;
    }
  };
}
