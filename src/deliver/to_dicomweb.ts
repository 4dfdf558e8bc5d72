import { alreadyStored, type Sent } from "./receipts.ts";
import { type Delivery, DeliveryError, type Destination } from "./destination.ts";
import { DicomwebServer } from "./dicomweb_server.ts";
import { sendEachImage } from "./send_each_image.ts";
import { ConflictError } from "./conflict_error.ts";
import { ImageBody } from "./image_body.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { requestOf } from "./request.ts";
import { readStowResponse, summaryOf, unclear } from "./stow_response.ts";

const atOnce = 4;

/**
 * Sends images to a DICOMweb server, one per request (STOW-RS, PS3.18 10.5). If the server already
 * had an image, its copy is compared with the output, since many servers report success although
 * they kept the old content.
 */
export function toDicomweb(
  url: URL,
  authorization: string | undefined,
  answerMs: number,
): Destination {
  const server = new DicomwebServer(url, authorization, answerMs);
  return {
    name: `dicomweb+${server.base}`,
    compare: (folder, image, signal) => server.compare(folder, image, signal),
    deliver(delivery) {
      const { signal } = delivery;
      const hasStudy = onceForEachStudy((image) => server.hasStudy(image, signal));
      const send = async (image: ManifestLine): Promise<Sent> => {
        const existedBefore = await hasStudy(image) && await server.hasImage(image, signal);
        return await store(server, delivery, image, existedBefore);
      };
      return sendEachImage(delivery, atOnce, (image) => delivery.withRetry(() => send(image)));
    },
  };
}

/** Sends an image. Throws DeliveryError. */
async function store(
  server: DicomwebServer,
  { folder, signal }: Delivery,
  image: ManifestLine,
  existedBefore: boolean,
): Promise<Sent> {
  const { base, headers, answerMs } = server;
  const body = new ImageBody(folder, image);
  const { response, text: received } = await requestOf(
    { signal, answerMs, bytes: image.bytes },
    (limited) =>
      fetch(`${base}/studies`, {
        method: "POST",
        body: body.open(),
        redirect: "manual",
        signal: limited,
        headers: { ...headers, "content-type": body.contentType },
      }),
  ).catch((error) => {
    throw body.fault ?? error;
  });
  const text = server.withoutSecret(received);
  const answer = readStowResponse(response, text, image.SOPInstanceUID);
  const isNew = answer !== unclear && answer.state !== "same" && !existedBefore;
  if (isNew) return answer;
  if (answer === unclear && !await server.hasImage(image, signal)) {
    throw new DeliveryError(true, summaryOf(response, text));
  }
  const stored = await server.compare(folder, image, signal).catch(() => undefined);
  if (stored === "other") throw new ConflictError();
  return answer === unclear ? alreadyStored : answer;
}

/** Queries each study once, before its first image is sent. Failed queries are repeated. */
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
