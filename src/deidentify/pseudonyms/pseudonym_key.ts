import { createHmac } from "node:crypto";
import { isUID } from "../../dicom/transfer_syntax.ts";

const mostKnown = 4096;

/**
 * The secret key of all pseudonyms. Caches a bounded number of hashes, because the images of a
 * Batch need the same ones for patient, study and series.
 */
export class PseudonymKey {
  readonly #known = new Map<string, Uint8Array>();
  readonly #uids = new Map<string, string>();

  constructor(readonly bytes: Uint8Array) {}

  /** Identifies the key without revealing it: 64 bits of a hash made with it, in hexadecimal. */
  get fingerprint(): string {
    return this.hash("fingerprint", "").subarray(0, 8).toHex();
  }

  /**
   * HMAC-SHA-256(key, kind ‖ 0 ‖ value): equal for equal values on every machine with the key;
   * without the key it can be neither reversed nor recalculated.
   */
  hash(kind: string, value: string): Uint8Array {
    const message = `${kind}\0${value}`;
    const known = this.#known.get(message);
    if (known) return known;
    const hash = createHmac("sha256", this.bytes).update(message).digest();
    if (this.#known.size >= mostKnown) this.#known.clear();
    this.#known.set(message, hash);
    return hash;
  }

  /** The pseudonym of a UID: see {@link pseudonymousUID}. */
  uid(uid: string): string {
    const known = this.#uids.get(uid);
    if (known !== undefined) return known;
    const hex = this.hash("uid", uid).subarray(0, 16).toHex();
    const made = `2.25.${BigInt(`0x${hex}`)}`;
    if (this.#uids.size >= mostKnown) this.#uids.clear();
    this.#uids.set(uid, made);
    return made;
  }
}

/** The kinds of pseudonyms; the same value has a different pseudonym for each kind. */
export type PseudonymKind =
  | "patient"
  | "patient of study"
  | "batch"
  | "accession"
  | "study"
  | "title"
  | "coding scheme"
  | "code"
  | "days";

function hashOf(key: PseudonymKey, kind: PseudonymKind, value: string): Uint8Array {
  return key.hash(kind, value);
}

/** The pseudonym of a UID: `2.25.` and 128 bits in decimal (PS3.5 B.2), at most 44 characters. */
export function pseudonymousUID(key: PseudonymKey, uid: string): string {
  return key.uid(uid);
}

/** The code of a patient, who is identified by PatientID and its issuer. */
export function patientCode(key: PseudonymKey, issuer: string, patientID: string): string {
  return `P-${letters(hashOf(key, "patient", `${issuer}\0${patientID}`))}`;
}

/** The code of a patient without identifier: one for each study, so that no two are merged. */
export function unnamedPatientCode(key: PseudonymKey, studyInstanceUID: string): string {
  return `P-${letters(hashOf(key, "patient of study", studyInstanceUID))}`;
}

/** The code of a Batch, used wherever the name of its folder must not appear. */
export function batchCode(key: PseudonymKey, uid: string): string {
  return `B-${letters(hashOf(key, "batch", uid))}`;
}

/** The pseudonym of an accession number (SH, 16 characters). */
export function accessionCode(key: PseudonymKey, issuer: string, accession: string): string {
  return `A${letters(hashOf(key, "accession", `${issuer}\0${accession}`)).slice(1)}`;
}

/** The StudyID (SH, 16 characters) of a study; no two studies share one. */
export function studyCode(key: PseudonymKey, studyInstanceUID: string): string {
  return `S${letters(hashOf(key, "study", studyInstanceUID)).slice(1)}`;
}

/** The pseudonym of an application entity title (AE, 16 characters). */
export function titleCode(key: PseudonymKey, title: string): string {
  return letters(hashOf(key, "title", title));
}

/** The pseudonym of a CodingSchemeDesignator: a private one (PS3.16 8), at most 16 characters. */
export function schemeCode(key: PseudonymKey, designator: string): string {
  return `99${letters(hashOf(key, "coding scheme", designator)).slice(2)}`;
}

/** The pseudonym of a code value of a local coding scheme (SH, 16 characters). */
export function localCode(key: PseudonymKey, designator: string, code: string): string {
  return letters(hashOf(key, "code", `${designator}\0${code}`));
}

/** The number of days by which the dates of a patient are moved back: secret, 100 to 3,749. */
export function daysBack(key: PseudonymKey, patient: string): number {
  const hash = hashOf(key, "days", patient);
  return 100 + new DataView(hash.buffer, hash.byteOffset).getUint32(0) % 3650;
}

const alphabet = "ABCDEFGHJKMNPQRSTVWXYZ0123456789";

/** 80 bits as 16 letters and digits that are not easily confused. */
function letters(hash: Uint8Array): string {
  return eightLetters(hash, 5) + eightLetters(hash, 0);
}

/** The 40 bits from a byte on, the lowest five first. */
function eightLetters(hash: Uint8Array, from: number): string {
  let bits = 0;
  for (let at = from; at < from + 5; at++) bits = bits * 256 + (hash[at] ?? 0);
  let text = "";
  for (let at = 0; at < 8; at++, bits = Math.floor(bits / 32)) text += alphabet[bits % 32];
  return text;
}

/** The UIDs of an image, its series and its study. */
interface OwnUids {
  readonly SOPInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly StudyInstanceUID: string;
}

/** Limits the memory needed for an image that refers to a very large number of others. */
const maxRecorded = 10_000;

/**
 * Runs `work` with a key that records the UIDs that are replaced with it, and adds the new value of
 * each UID to the result: of recorded ones up to a limit, and of the image's own UIDs, which may
 * have been retained. Values that are not valid UIDs are not included.
 */
export function withNewUids<Result extends { readonly original: OwnUids; readonly uids: OwnUids }>(
  key: PseudonymKey,
  work: (key: PseudonymKey) => Result,
): Result & { readonly newUids: ReadonlyMap<string, string> } {
  const recorder = new UidRecorder(key);
  const result = work(recorder);
  const { original, uids } = result;
  const newUids = new Map<string, string>();
  for (const uid of recorder.recorded) {
    if (isUID(uid)) newUids.set(uid, pseudonymousUID(key, uid));
  }
  newUids.set(original.StudyInstanceUID, uids.StudyInstanceUID);
  newUids.set(original.SeriesInstanceUID, uids.SeriesInstanceUID);
  newUids.set(original.SOPInstanceUID, uids.SOPInstanceUID);
  return { ...result, newUids };
}

class UidRecorder extends PseudonymKey {
  readonly recorded = new Set<string>();

  constructor(readonly inner: PseudonymKey) {
    super(inner.bytes);
  }

  override hash(kind: string, value: string): Uint8Array {
    if (kind === "uid") this.#record(value);
    return this.inner.hash(kind, value);
  }

  override uid(uid: string): string {
    this.#record(uid);
    return this.inner.uid(uid);
  }

  #record(uid: string): void {
    if (this.recorded.size < maxRecorded) this.recorded.add(uid);
  }
}
