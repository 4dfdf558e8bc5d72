import type { Finding } from "../../model/finding.ts";

/** The values of an image that have to agree with those of the other images of its Batch. */
export interface LinkedImage {
  /** The StudyInstanceUID of the source. */
  readonly originalStudy: string;
  /** The StudyDate of the source (`YYYYMMDD`); null if it has none. */
  readonly originalDate: string | null;
  readonly study: string;
  readonly patient: string;
  /** The StudyDate of the output (`YYYY-MM-DD`). */
  readonly date: string | null;
}

const msPerDay = 86_400_000;

/**
 * Checks that the images of a Batch, which several threads have de-identified, still belong
 * together: each study is still one study of one patient, no two studies have become one, and all
 * dates of a patient were moved by the same number of days. Keeps a few words for each study and
 * patient.
 */
export class BatchConsistency {
  readonly #studies = new Map<string, string>();
  readonly #originals = new Map<string, string>();
  readonly #moves = new Map<string, number>();
  readonly #patients = new Map<string, string>();

  /** `comparesPatients` is false until the patients of all studies are known. */
  constructor(readonly comparesPatients: boolean) {}

  /** Returns what is wrong with an image when it is compared with the images added before. */
  add({ originalStudy, originalDate, study, patient, date }: LinkedImage): Finding[] {
    const sameStudy = agrees(this.#studies, originalStudy, study) &&
      agrees(this.#originals, study, originalStudy);
    const days = daysBetween(originalDate, date);
    const samePatient = !this.comparesPatients || agrees(this.#patients, study, patient);
    const sameMove = days === undefined || agrees(this.#moves, patient, days);
    return [
      ...(sameStudy ? [] : [{ code: "UID", place: "(0020,000D) beside other images" } as const]),
      ...(samePatient
        ? []
        : [{ code: "PATIENT", place: "(0010,0020) beside other images" } as const]),
      ...(sameMove ? [] : [{ code: "DATE", place: "(0008,0020) beside other images" } as const]),
    ];
  }
}

/** Whether the map has this value for the name. Stores the value if the map has none. */
function agrees<T>(known: Map<string, T>, name: string, value: T): boolean {
  const first = known.get(name) ?? value;
  known.set(name, first);
  return first === value;
}

function daysBetween(original: string | null, leaving: string | null): number | undefined {
  const [, year, month, day] = /^(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(original ?? "") ?? [];
  const from = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
  const to = Date.parse(`${leaving}T00:00:00Z`);
  const days = (to - from) / msPerDay;
  return Number.isNaN(days) ? undefined : days;
}
