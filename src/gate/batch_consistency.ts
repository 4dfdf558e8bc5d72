import type { Finding } from "./finding.ts";

/** What of an image has to agree with the other images of its Batch. */
export interface LinkedImage {
  /** UIDs as they came. */
  readonly originalStudy: string;
  /** `YYYYMMDD`, as it came; null where there is none. */
  readonly originalDate: string | null;
  readonly study: string;
  readonly patient: string;
  /** `YYYY-MM-DD`, as it leaves. */
  readonly date: string | null;
}

const msPerDay = 86_400_000;

/**
 * Whether the images of a Batch, de-identified in many threads, still belong together: one study
 * stays one study, of one patient, and no two become one; all dates of a patient moved by the same
 * number of days. Holds a few words for each study and patient.
 */
export class BatchConsistency {
  readonly #studies = new Map<string, string>();
  readonly #originals = new Map<string, string>();
  readonly #moves = new Map<string, number>();
  readonly #patients = new Map<string, string>();

  /** `comparesPatients` is false until the patients of all studies are known. */
  constructor(readonly comparesPatients: boolean) {}

  /** What is wrong with one more image, seen beside those before it. */
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

/** Whether a name has this value, or had none so far. */
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
