import { join } from "node:path";
import { BatchConsistency } from "../gate/checks/batch_consistency.ts";
import type { GatePolicy } from "../model/batch.ts";
import { IntakeError } from "../model/errors.ts";
import { type Finding, findingsText } from "../model/finding.ts";
import type { ImageOutcome, ImageRow, SkippedFile } from "../model/image.ts";
import { Spool } from "./spool.ts";
import { StudyPatients } from "./study_patients.ts";
import { StudyWords } from "./study_words.ts";

/** The outcomes of the files of one Batch, collected while they are processed. */
export class ImportedFiles implements Disposable {
  readonly images: Spool<ImageRow>;
  readonly skipped: Spool<SkippedFile>;
  readonly studyPatients = new StudyPatients();
  readonly studyWords = new StudyWords();
  readonly #studyDates = new Set<string>();
  readonly #patients = new Set<string>();
  readonly #repairs = new Map<string, number>();
  imageCount = 0;
  skippedCount = 0;
  /** How many of the skipped files are IGNORED, or were rejected by a person. */
  ignoredCount = 0;
  /** How many of the skipped files wait for a person. */
  waitingCount = 0;
  #expected = new Set<string>();
  bytes = 0;

  constructor(
    readonly spoolDirectory: string,
    readonly name: string,
    readonly gate: BatchGate,
    readonly ignore: (file: SkippedFile) => SkippedFile,
  ) {
    this.images = new Spool(spoolDirectory, `${name}-images`);
    this.skipped = new Spool(spoolDirectory, `${name}-skipped`);
  }

  get studyDates(): number {
    return this.#studyDates.size;
  }

  /** The number of images that were repaired, by repair code. */
  get repairs(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#repairs);
  }

  get patients(): number {
    return this.#patients.size;
  }

  /** Sets which instances the sender announced, by the SOPInstanceUIDs of the source. */
  expect(sopInstanceUIDs: Iterable<string>): void {
    this.#expected = new Set(sopInstanceUIDs);
  }

  /** The number of announced instances that were not found. */
  get missing(): number {
    return this.#expected.size;
  }

  /** A collection for the same files, which are processed again with known patients. */
  emptyCopy(): ImportedFiles {
    const { spoolDirectory, name, gate, ignore } = this;
    const other = new ImportedFiles(
      spoolDirectory,
      `${name}-settled`,
      gate.withPatients(),
      ignore,
    );
    other.expect(this.#expected);
    return other;
  }

  /** Throws IntakeError GATE. */
  add(outcomes: readonly ImageOutcome[]): void {
    for (const each of outcomes) {
      const outcome = this.gate.pass(each);
      if (outcome.kind === "image") this.#addImage(outcome.row);
      else this.#addSkipped(this.ignore(outcome.skipped));
    }
  }

  [Symbol.dispose](): void {
    this.images[Symbol.dispose]();
    this.skipped[Symbol.dispose]();
  }

  #addImage(row: ImageRow): void {
    this.images.push(row);
    this.imageCount++;
    this.#expected.delete(row.identity.sopInstanceUid);
    this.bytes += row.bytes;
    this.#patients.add(row.patient);
    for (const code of row.repairs) this.#repairs.set(code, (this.#repairs.get(code) ?? 0) + 1);
    this.studyPatients.add(row);
    this.studyWords.add(row);
    if (row.identity.studyDate) this.#studyDates.add(row.identity.studyDate);
  }

  #addSkipped(file: SkippedFile): void {
    this.skipped.push(file);
    this.skippedCount++;
    if (file.code === "IGNORED" || file.code === "REJECTED") this.ignoredCount++;
    if (file.review?.waiting) this.waitingCount++;
    if (file.sopInstanceUid) this.#expected.delete(file.sopInstanceUid);
  }
}

/** Checks the images of a Batch against each other, in the order of their files. */
export class BatchGate {
  readonly #consistency: BatchConsistency;

  constructor(
    readonly policy: GatePolicy,
    readonly staged: string,
    /** False if the site's header rules may change dates. */
    readonly checksDates: boolean,
    /** False while images may still be assigned to the same patient. */
    checksPatients = true,
  ) {
    this.#consistency = new BatchConsistency(checksPatients);
  }

  /** A new gate that has seen no image and also checks patients. */
  withPatients(): BatchGate {
    return new BatchGate(this.policy, this.staged, this.checksDates);
  }

  /**
   * Returns the image, or a skipped file if there is a finding; the output of a skipped file is
   * removed. Throws IntakeError GATE if a finding holds the whole Batch.
   */
  pass(outcome: ImageOutcome): ImageOutcome {
    if (outcome.kind === "skipped") return outcome;
    const { row } = outcome;
    const found: Finding[] = this.#consistency.add({
      originalStudy: row.identity.studyInstanceUid,
      originalDate: row.identity.studyDate,
      study: row.studyInstanceUid,
      patient: row.patient,
      date: this.checksDates ? row.studyDate : null,
    });
    if (found.length === 0) return outcome;
    const reason = findingsText(found);
    if (this.policy === "warn") {
      return { kind: "image", row: { ...row, findings: row.findings ?? reason } };
    }
    if (this.policy === "batch") {
      throw new IntakeError(
        "GATE",
        `file ${row.fileNumber}: ${reason}`,
        "docs/gate.md explains the finding",
      );
    }
    Deno.removeSync(join(this.staged, row.path));
    const { fileNumber, sourcePath: path, sopInstanceUid: outputUid } = row;
    const review = row.review ? { review: row.review } : {};
    const skipped = { fileNumber, path, code: "GATE", reason, outputUid, ...review };
    return { kind: "skipped", skipped };
  }
}
