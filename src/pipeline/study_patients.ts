import type { ResolvedPatient } from "../deidentify/pseudonyms/subject.ts";
import type { ImageRow, KnownPatient } from "../model/image.ts";

/** The issuers of one PatientID in the images of a study. */
interface Issuers {
  /** Values of IssuerOfPatientID. */
  readonly stated: Set<string>;
  /** Values of IssuerOfPatientIDQualifiersSequence. */
  readonly qualified: Set<string>;
  /** Whether some images have no issuer. */
  hasNone: boolean;
}

interface Study {
  /** The StudyInstanceUID of the output. */
  readonly uid: string;
  readonly pseudonyms: Set<string>;
  /** By PatientID; the empty string is the key for images without one. */
  readonly patients: Map<string, Issuers>;
}

/**
 * The patients in the images of a Batch, by study. An image without a PatientID, or without its
 * issuer, belongs to the patient of the other images of its study.
 */
export class StudyPatients {
  readonly #studies = new Map<string, Study>();

  add({ studyInstanceUid: uid, patient, identity }: ImageRow): void {
    const name = identity.studyInstanceUid;
    const study = this.#studies.get(name) ??
      { uid, pseudonyms: new Set<string>(), patients: new Map<string, Issuers>() };
    this.#studies.set(name, study);
    study.pseudonyms.add(patient);
    const patientID = identity.patientId ?? "";
    const issuers = study.patients.get(patientID) ??
      { stated: new Set<string>(), qualified: new Set<string>(), hasNone: false };
    study.patients.set(patientID, issuers);
    if (identity.issuer === null) issuers.hasNone = true;
    else (identity.isQualified ? issuers.qualified : issuers.stated).add(identity.issuer);
  }

  /** The StudyInstanceUIDs of the output. */
  get studies(): readonly string[] {
    return [...this.#studies.values()].map(({ uid }) => uid);
  }

  /** Whether some study has two patients so far. */
  get areMixed(): boolean {
    return this.#studies.values().some(({ pseudonyms }) => pseudonyms.size > 1);
  }

  /**
   * The patients that differ from those in their images; `known` contains those of stored studies.
   */
  resolve(known: ReadonlyMap<string, KnownPatient>): ResolvedPatient[] {
    return [...this.#studies].flatMap(([study, one]) =>
      resolveStudy(one, known.get(one.uid)).map((resolved) => ({ study, ...resolved }))
    );
  }
}

type Resolved = Omit<ResolvedPatient, "study">;

function resolveStudy({ patients }: Study, known: KnownPatient | undefined): Resolved[] {
  const named = [...patients.keys()].filter((patientID) => patientID !== "");
  const issuers = new Map(named.flatMap((patientID) => {
    const seen = patients.get(patientID);
    const stored = known?.patientId === patientID ? known.issuer ?? "" : undefined;
    const issuer = seen && issuerOf(seen, stored);
    return issuer === undefined ? [] : [[patientID, issuer] as const];
  }));
  const changed = [...issuers].filter(([patientID, issuer]) =>
    !statesExactly(patients.get(patientID), issuer)
  ).map(([patientID, issuer]) => ({ given: patientID, patientID, issuer }));
  return patients.has("") ? [...changed, ...nameless(named, issuers, known)] : changed;
}

/** Assigns images without a PatientID to the only patient of their study. */
function nameless(
  named: readonly string[],
  issuers: ReadonlyMap<string, string>,
  known: KnownPatient | undefined,
): Resolved[] {
  const [patientID, another] = named;
  if (another !== undefined) return [];
  if (patientID !== undefined) {
    const issuer = issuers.get(patientID);
    return issuer === undefined ? [] : [{ given: "", patientID, issuer }];
  }
  if (!known?.patientId) return [];
  return [{ given: "", patientID: known.patientId, issuer: known.issuer ?? "" }];
}

/**
 * The only issuer of a PatientID in a study; undefined if its images have different ones. A stored
 * study keeps its patient, because the pseudonym may have been delivered already.
 */
function issuerOf({ stated, qualified }: Issuers, stored: string | undefined): string | undefined {
  if (stored !== undefined) {
    const isSame = stored === ""
      ? stated.size <= 1
      : stated.size === 0 || isOnlyValue(stated, stored);
    return isSame ? stored : undefined;
  }
  const candidates = stated.size > 0 ? stated : qualified;
  const [issuer = ""] = candidates;
  return candidates.size > 1 ? undefined : issuer;
}

function statesExactly(seen: Issuers | undefined, issuer: string): boolean {
  if (!seen) return true;
  const all = seen.stated.union(seen.qualified);
  return issuer === "" ? all.size === 0 : !seen.hasNone && isOnlyValue(all, issuer);
}

function isOnlyValue(values: ReadonlySet<string>, value: string): boolean {
  return values.size === 1 && values.has(value);
}
