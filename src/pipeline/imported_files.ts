import type { ImageRow, SkippedFile } from "../database/image_row.ts";
import type { ImageOutcome } from "../workers/image_task.ts";
import { Spool } from "./spool.ts";

/** Everything the files of one Batch became, as it grows. */
export class ImportedFiles implements Disposable {
  readonly images: Spool<ImageRow>;
  readonly skipped: Spool<SkippedFile>;
  readonly #studyDates = new Set<string>();
  readonly #patients = new Set<string>();
  imageCount = 0;
  skippedCount = 0;
  bytes = 0;

  constructor(spoolDirectory: string, name: string) {
    this.images = new Spool(spoolDirectory, `${name}-images`);
    this.skipped = new Spool(spoolDirectory, `${name}-skipped`);
  }

  get studyDates(): number {
    return this.#studyDates.size;
  }

  get patients(): number {
    return this.#patients.size;
  }

  add(outcomes: readonly ImageOutcome[]): void {
    for (const outcome of outcomes) {
      if (outcome.kind === "image") this.#addImage(outcome.row);
      else this.#addSkipped(outcome.skipped);
    }
  }

  [Symbol.dispose](): void {
    this.images[Symbol.dispose]();
    this.skipped[Symbol.dispose]();
  }

  #addImage(row: ImageRow): void {
    this.images.push(row);
    this.imageCount++;
    this.bytes += row.bytes;
    this.#patients.add(row.patient);
    if (row.identity.studyDate) this.#studyDates.add(row.identity.studyDate);
  }

  #addSkipped(file: SkippedFile): void {
    this.skipped.push(file);
    this.skippedCount++;
  }
}
