import { pseudonymousUID } from "../deidentify/pseudonym.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { isUID } from "../dicom/transfer_syntax.ts";

/** The UIDs under which an image, its series and its study are known. */
interface OwnUids {
  readonly SOPInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly StudyInstanceUID: string;
}

/** Bounds the memory that an image can take which refers to a great many others. */
const mostNoted = 10_000;

/** A key that notes for which UIDs of one image it is asked for a pseudonym, up to a bound. */
export class NewUids extends PseudonymKey {
  readonly #inner: PseudonymKey;
  readonly #asked = new Set<string>();

  constructor(inner: PseudonymKey) {
    super(inner.bytes);
    this.#inner = inner;
  }

  override hash(kind: string, value: string): Uint8Array {
    if (kind === "uid" && this.#asked.size < mostNoted) this.#asked.add(value);
    return this.#inner.hash(kind, value);
  }

  /**
   * What stands for each UID: those that got a pseudonym, and the image's own, which may have been
   * retained. Values that are not UIDs are not in it.
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
