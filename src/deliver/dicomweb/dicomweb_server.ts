import type { ManifestLine, StoredContent } from "../../model/delivery.ts";
import { DeliveryError, TargetDownError } from "../destination.ts";
import { attemptFailed, connectionLost, requestOf, timeLimitMs } from "../request.ts";
import { retrieveInstance } from "./retrieve_instance.ts";
import { denied, summaryOf } from "./stow_response.ts";

/** Queries a DICOMweb server for the images it has. */
export class DicomwebServer {
  /** Its URL without a trailing slash. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(url: URL, readonly authorization: string | undefined, readonly answerMs: number) {
    this.base = url.href.replace(/\/$/, "");
    const authorized: Record<string, string> = authorization ? { authorization } : {};
    this.headers = { accept: "application/dicom+json", ...authorized };
  }

  /** Asks for one study (QIDO-RS); nothing is stored, since it could not be deleted. */
  async check(signal: AbortSignal): Promise<readonly string[]> {
    const { headers, answerMs } = this;
    const { response, text } = await requestOf({ signal, answerMs, bytes: 0 }, (limited) => {
      const url = `${this.base}/studies?limit=1`;
      return fetch(url, { headers, redirect: "manual", signal: limited });
    });
    const { status } = response;
    if (status === 200 || status === 204) return ["the server answers queries"];
    const reason = summaryOf(response, this.withoutSecret(text));
    if (denied.has(status)) throw new TargetDownError("TARGET_DENIED", reason);
    if (status >= 500 && status !== 501) throw new DeliveryError(false, reason);
    return [`the server responds, but does not answer queries: ${reason}`];
  }

  /**
   * Whether it has a study (QIDO-RS, PS3.18 10.6); false if the server does not support the query.
   */
  hasStudy({ StudyInstanceUID }: ManifestLine, signal: AbortSignal): Promise<boolean> {
    const query = `?StudyInstanceUID=${StudyInstanceUID}&limit=1`;
    return this.#finds(query, StudyInstanceUID, signal);
  }

  /** Whether it has an image; false if the server does not support the query. */
  hasImage(image: ManifestLine, signal: AbortSignal): Promise<boolean> {
    const { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID } = image;
    const query = `/${StudyInstanceUID}/series/${SeriesInstanceUID}` +
      `/instances?SOPInstanceUID=${SOPInstanceUID}`;
    return this.#finds(query, SOPInstanceUID, signal);
  }

  /**
   * Compares its copy of an image with the output; see {@link retrieveInstance}. Throws
   * DeliveryError.
   */
  async compare(
    folder: string,
    image: ManifestLine,
    signal: AbortSignal,
  ): Promise<StoredContent | undefined> {
    const limit = AbortSignal.timeout(timeLimitMs(this.answerMs, image.bytes));
    const limited = AbortSignal.any([signal, limit]);
    try {
      return await retrieveInstance(this.base, this.authorization, folder, image, limited);
    } catch (error) {
      signal.throwIfAborted();
      throw attemptFailed(connectionLost, { cause: error });
    }
  }

  /** Removes the secret from a response, which may repeat what it was sent. */
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
