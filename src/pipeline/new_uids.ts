import { pseudonymousUID } from "../deidentify/pseudonym.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { isUID } from "../dicom/transfer_syntax.ts";

/** The UIDs of an image, its series and its study. */
interface OwnUids {
  readonly SOPInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly StudyInstanceUID: string;
}

/** Limits the memory needed for an image that refers to a very large number of others. */
const maxRecorded = 10_000;

/** A key that records the new UIDs that it computes for one image, up to a limit. */
export class NewUids extends PseudonymKey {
  readonly #inner: PseudonymKey;
  readonly #asked = new Set<string>();

  constructor(inner: PseudonymKey) {
    super(inner.bytes);
    this.#inner = inner;
  }

  override hash(kind: string, value: string): Uint8Array {
    if (kind === "uid" && this.#asked.size < maxRecorded) this.#asked.add(value);
    return this.#inner.hash(kind, value);
  }

  /**
   * The new value of each UID: computed ones, and the image's own UIDs, which may have been
   * retained. Values that are not valid UIDs are not included.
   */
  toMap(originals: OwnUids, own: OwnUids): Map<string, string> {
    const map = new Map<string, string>();
    for (const uid of this.#asked) {
      if (isUID(uid)) map.set(uid, pseudonymousUID(this.#inner, uid));
    }
    map.set(originals.StudyInstanceUID, own.StudyInstanceUID);
    map.set(originals.SeriesInstanceUID, own.SeriesInstanceUID);
    map.set(originals.SOPInstanceUID, own.SOPInstanceUID);
    return map;
  }
}
