/**
 * What a job knows of one image. Everything that is stored is a number or a pseudonym; the
 * columns that people read (modality, dates, descriptions) stay empty until de-identification
 * fills them.
 */
export interface ImageRow {
  readonly fileNumber: number;
  /** Relative to the Batch's folder; stored only when the file is left out. */
  readonly sourcePath: string;
  readonly bytes: number;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string | null;
  readonly transferSyntaxUid: string;
  readonly instanceNumber: number | null;
  readonly imageRows: number | null;
  readonly imageColumns: number | null;
  readonly frames: number | null;
  readonly studyInstanceUid: string;
  readonly patient: string | null;
  readonly seriesInstanceUid: string;
  readonly seriesNumber: number | null;
  /** As in the source; counted, never stored. */
  readonly studyDate: string | null;
}

/** A file that was left out of its Batch, and why; `path` goes into schema `identity`. */
export interface SkippedFile {
  readonly fileNumber: number;
  readonly path: string;
  readonly code: string;
  readonly reason: string;
}
