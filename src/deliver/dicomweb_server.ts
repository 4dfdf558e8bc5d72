import { DeliveryError } from "./destination.ts";
import type { Holding, ManifestLine } from "../model/delivery.ts";
import { answerTime, requestOf } from "./request.ts";
import { retrieveInstance } from "./retrieve_instance.ts";

/** A DICOMweb server, asked what it has. */
export class DicomwebServer {
  /** Of its URL, without a slash at its end. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: URL, readonly authorization: string | undefined, readonly answerMs: number) {
    this.base = url.href.replace(/\/$/, "");
    const authorized: Record<string, string> = authorization ? { authorization } : {};
    this.headers = { accept: "application/dicom+json", ...authorized };
  }

  /** Whether it knows a study (QIDO-RS, PS3.18 10.6); a server that does not say knows none. */
  hasStudy({ StudyInstanceUID }: ManifestLine, signal: AbortSignal): Promise<boolean> {
    const query = `?StudyInstanceUID=${StudyInstanceUID}&limit=1`;
    return this.#finds(query, StudyInstanceUID, signal);
  }

  hasImage(image: ManifestLine, signal: AbortSignal): Promise<boolean> {
    const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = image;
    const query = `/${StudyInstanceUID}/series/${SeriesInstanceUID}` +
      `/instances?SOPInstanceUID=${SOPInstanceUID}`;
    return this.#finds(query, SOPInstanceUID, signal);
  }

  /** What it has of an image of an output folder; see {@link retrieveInstance}. Throws DeliveryError. */
  async compared(
    folder: string,
    image: ManifestLine,
    signal: AbortSignal,
  ): Promise<Holding | undefined> {
    const limit = AbortSignal.timeout(answerTime(this.answerMs, image.bytes));
    const limited = AbortSignal.any([signal, limit]);
    try {
      return await retrieveInstance(this.base, this.authorization, folder, image, limited);
    } catch (error) {
      signal.throwIfAborted();
      throw new DeliveryError(false, "no connection, or one that broke", 0, { cause: error });
    }
  }

  /** What it says, and may repeat of what it was sent, without the secret. */
  withoutSecret(text: string): string {
    return text.replaceAll(this.authorization?.replace(/^\w+ /, "") || "\0", "(secret)");
  }

  async #finds(query: string, uid: string, signal: AbortSignal): Promise<boolean> {
    const { headers, answerMs } = this;
    const limits = { signal, answerMs, bytes: 0 };
    const { response, text } = await requestOf(limits, (limited) => {
      const url = `${this.base}/studies${query}`;
      return fetch(url, { headers, redirect: "manual", signal: limited });
    });
    return response.status === 200 && text.includes(`"${uid}"`);
  }
}
