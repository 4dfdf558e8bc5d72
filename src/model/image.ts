/** What a job knows of one image. Outside `identity`, all of it is de-identified. */
export interface ImageRow {
  readonly fileNumber: number;
  /** In the source folder; stored only when the file is left out. */
  readonly sourcePath: string;
  /** Where it was written, below the Batch's staged output. */
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
  /** DICOM JSON Model (PS3.18 F) without bulk data, as JSON text. */
  readonly header: string;
  readonly studyInstanceUid: string;
  readonly patient: string;
  readonly accession: string | null;
  /** `YYYY-MM-DD` */
  readonly studyDate: string | null;
  readonly studyDescription: string | null;
  readonly seriesInstanceUid: string;
  readonly seriesNumber: number | null;
  readonly modality: string | null;
  readonly bodyPart: string | null;
  readonly seriesDescription: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly screening: ScreeningRow;
  /** Keywords, or tags, of what rules of the site kept; for the manifest. */
  readonly keptByRecipe: readonly string[];
  /** What was wrong with its file and is right in it: codes of `src/dicom/repairs.ts`. */
  readonly repairs: readonly string[];
  /** What the gate found in it, where it leaves all the same. */
  readonly findings: string | null;
  readonly identity: IdentityRow;
}

/** What the rules said of an image that left. */
export interface ScreeningRow {
  readonly verdict: string;
  readonly group: string | null;
  readonly rule: string | null;
  readonly rectangles: readonly string[];
}

/** The originals behind an image's pseudonyms, for schema `identity` and nowhere else. */
export interface IdentityRow {
  readonly issuer: string | null;
  /** Only qualifiers of the identifier say who issued it; compared, never stored. */
  readonly isQualified?: boolean;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly birthDate: string | null;
  readonly studyInstanceUid: string;
  /** Compared, never stored. */
  readonly sopInstanceUid: string;
  /** Compared, never stored: what other images of the study must not release. */
  readonly told?: {
    readonly own: Readonly<Record<"names" | "identifiers" | "places", readonly string[]>>;
    readonly released: readonly string[];
  };
  /** Counted, never stored. */
  readonly studyDate: string | null;
  readonly accessionIssuer: string | null;
  readonly accessionNumber: string | null;
}

/** A file that was left out of its Batch, and why; `path` goes into schema `identity`. */
export interface SkippedFile {
  readonly fileNumber: number;
  readonly path: string;
  readonly code: string;
  readonly reason: string;
  /** As it came, where it is known; compared, never stored. */
  readonly sopInstanceUid?: string;
  /** What it would leave under. */
  readonly outputUid?: string;
  /** The group and rule that hold an image back. */
  readonly group?: string;
  readonly rule?: string;
  /** Of a duplicate: the Batch, by its key, and the number of the file that is in the catalogue. */
  readonly otherBatchId?: number;
  readonly otherFile?: number;
}

/** What became of one file of a Batch. */
export type ImageOutcome =
  | { readonly kind: "image"; readonly row: ImageRow }
  | { readonly kind: "skipped"; readonly skipped: SkippedFile };
