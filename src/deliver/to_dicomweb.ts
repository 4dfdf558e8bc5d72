import { DeliveryError, type Destination } from "./destination.ts";
import { eachImage } from "./each_image.ts";
import { ConflictError } from "./holding.ts";
import { retrieveInstance } from "./retrieve_instance.ts";
import { ImageBody } from "./image_body.ts";
import type { ManifestLine } from "./manifest.ts";
import { requestOf } from "./request.ts";
import { readStowResponse, said, unclear, wasThere } from "./stow_response.ts";

const atOnce = 4;

/** Sends images to a DICOMweb server, one a request (STOW-RS, PS3.18 10.5). */
export function toDicomweb(
  url: URL,
  authorization: string | undefined,
  answerMs: number,
): Destination {
  const base = url.href.replace(/\/$/, "");
  const headers = {
    accept: "application/dicom+json",
    ...(authorization ? { authorization } : {}),
  };
  /** A server may repeat what it was sent, and what it says is shown. */
  const withoutSecret = (text: string): string =>
    text.replaceAll(authorization?.replace(/^\w+ /, "") || "\0", "(secret)");
  const store = async (folder: string, image: ManifestLine, signal: AbortSignal) => {
    const limits = { signal, answerMs, bytes: image.bytes };
    const body = new ImageBody(folder, image);
    const { response, text: written } = await requestOf(
      limits,
      (limited) =>
        fetch(`${base}/studies`, {
          ...{ method: "POST", body: body.open(), redirect: "manual", signal: limited },
          headers: { ...headers, "content-type": body.contentType },
        }),
    ).catch((error) => {
      throw body.fault ?? error;
    });
    const text = withoutSecret(written);
    const answer = readStowResponse(response, text, image.SOPInstanceUID);
    if (answer !== unclear && answer !== wasThere) return answer;
    if (answer === unclear && !await holds(image, signal)) {
      throw new DeliveryError(true, said(response, text));
    }
    if (await compared(folder, image, signal).catch(() => undefined) === "other") {
      throw new ConflictError();
    }
    return wasThere;
  };
  const compared = async (folder: string, image: ManifestLine, signal: AbortSignal) => {
    try {
      return await retrieveInstance(base, authorization, folder, image, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw new DeliveryError(false, "no connection, or one that broke", 0, { cause: error });
    }
  };
  /** Asks a server whether it has an image (QIDO-RS, PS3.18 10.6). */
  const holds = async (image: ManifestLine, signal: AbortSignal): Promise<boolean> => {
    const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = image;
    const query = `${base}/studies/${StudyInstanceUID}/series/${SeriesInstanceUID}` +
      `/instances?SOPInstanceUID=${SOPInstanceUID}`;
    const limits = { signal, answerMs, bytes: 0 };
    const { response, text } = await requestOf(limits, (limited) => {
      return fetch(query, { headers, redirect: "manual", signal: limited });
    });
    return response.status === 200 && text.includes(`"${SOPInstanceUID}"`);
  };
  return {
    name: `dicomweb+${base}`,
    holds: (folder, image, signal) =>
      compared(folder, image, AbortSignal.any([signal, AbortSignal.timeout(answerMs)])),
    deliver: (consignment) =>
      eachImage(
        consignment,
        atOnce,
        (image) =>
          consignment.patiently(() => store(consignment.folder, image, consignment.signal)),
      ),
  };
}
