/** What a job knows of one image: the row to be, all of it de-identified. */
export interface ImageRow {
  readonly fileNumber: number;
  /** Where it lies below the Batch's output folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly sopInstanceUid: string;
  readonly sopClassUid: string | null;
  readonly transferSyntaxUid: string;
  readonly instanceNumber: number | null;
  readonly imageRows: number | null;
  readonly imageColumns: number | null;
  readonly frames: number | null;
  /** DICOM JSON Model (PS3.18 F) without bulk data. */
  readonly header: unknown;
  readonly study: StudyRow;
  readonly series: SeriesRow;
  readonly identity: IdentityRow;
}

export interface StudyRow {
  readonly studyInstanceUid: string;
  readonly patient: string | null;
  readonly accession: string | null;
  /** `YYYY-MM-DD`. */
  readonly studyDate: string | null;
  readonly description: string | null;
}

export interface SeriesRow {
  readonly seriesInstanceUid: string;
  readonly seriesNumber: number | null;
  readonly modality: string | null;
  readonly bodyPart: string | null;
  readonly description: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
}

/** Originals and their pseudonyms, for schema `identity` and nowhere else. */
export interface IdentityRow {
  readonly patient: {
    readonly pseudonym: string;
    readonly issuer: string | null;
    readonly patientId: string | null;
    readonly patientName: string | null;
    readonly birthDate: string | null;
  } | null;
  readonly study: { readonly pseudonym: string; readonly studyInstanceUid: string } | null;
  readonly accession: {
    readonly pseudonym: string;
    readonly issuer: string | null;
    readonly accessionNumber: string;
  } | null;
}

/** A file that was left out of its Batch, and why; `path` goes into schema `identity`. */
export interface SkippedFile {
  readonly fileNumber: number;
  readonly path: string;
  readonly code: string;
  readonly reason: string;
}
