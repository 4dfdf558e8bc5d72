import type { ImageRow } from "../model/image.ts";
import type { KnownPatient } from "../database/patients_of_studies.ts";
import type { ResolvedPatient } from "../deidentify/subject.ts";

/** The issuers that images of a study name with one PatientID. */
interface Issuers {
  /** Of IssuerOfPatientID. */
  readonly stated: Set<string>;
  /** Of IssuerOfPatientIDQualifiersSequence. */
  readonly qualified: Set<string>;
  /** Some images name none. */
  hasNone: boolean;
}

interface Study {
  /** As it leaves. */
  readonly uid: string;
  readonly pseudonyms: Set<string>;
  /** By PatientID; empty where images have none. */
  readonly patients: Map<string, Issuers>;
}

/**
 * Whom the images of a Batch name, by study. An image that lacks the issuer of its PatientID, or
 * the PatientID, is of the patient that the other images of its study name.
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

  /** StudyInstanceUIDs as they leave. */
  get studies(): readonly string[] {
    return [...this.#studies.values()].map(({ uid }) => uid);
  }

  /** Some study has two patients so far. */
  get areMixed(): boolean {
    return this.#studies.values().some(({ pseudonyms }) => pseudonyms.size > 1);
  }

  /** Patients that are another than their images say; `known` are those of stored studies. */
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
    !isOnly(patients.get(patientID), issuer)
  ).map(([patientID, issuer]) => ({ given: patientID, patientID, issuer }));
  return patients.has("") ? [...changed, ...nameless(named, issuers, known)] : changed;
}

/** Whom images without PatientID are of: the only patient of their study. */
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
 * The one issuer of a PatientID in a study; undefined where images name different ones. A study
 * that is stored keeps the patient it has: its pseudonym may have left already.
 */
function issuerOf({ stated, qualified }: Issuers, stored: string | undefined): string | undefined {
  if (stored !== undefined) {
    const isSame = stored === "" ? stated.size <= 1 : stated.size === 0 || isSole(stated, stored);
    return isSame ? stored : undefined;
  }
  const candidates = stated.size > 0 ? stated : qualified;
  const [issuer = ""] = candidates;
  return candidates.size > 1 ? undefined : issuer;
}

function isOnly(seen: Issuers | undefined, issuer: string): boolean {
  if (!seen) return true;
  const all = seen.stated.union(seen.qualified);
  return issuer === "" ? all.size === 0 : !seen.hasNone && isSole(all, issuer);
}

function isSole(values: ReadonlySet<string>, value: string): boolean {
  return values.size === 1 && values.has(value);
}
