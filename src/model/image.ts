import type { FoundText } from "./found_text.ts";
import type { ReviewedFile } from "./review.ts";

/**
 * Everything that a job knows about one image. All of it except `identity` and `sourcePath` is
 * de-identified.
 */
export interface ImageRow {
  readonly fileNumber: number;
  /** Path in the source folder; stored only if the file is skipped or a duplicate refers to it. */
  readonly sourcePath: string;
  /** Path below the staged folder. */
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
  /** Attributes, by keyword or tag, that the site's rules kept; for the manifest. */
  readonly keptByRecipe: readonly string[];
  /** Codes of the repairs that the output needed: see `src/dicom/read/repairs.ts`. */
  readonly repairs: readonly string[];
  /** Findings of the gate in an image that is delivered in spite of them; otherwise null. */
  readonly findings: string | null;
  /** Present if a person has decided that it is delivered. */
  readonly review?: ReviewedFile;
  /**
   * The text in the pixels of its source, never stored: so that the same job need not search again.
   * Absent if it was not searched, or if there is much.
   */
  readonly foundText?: FoundText;
  readonly identity: IdentityRow;
}

/** The verdict of the rules on an image that was not held back. */
export interface ScreeningRow {
  readonly verdict: string;
  readonly group: string | null;
  readonly rule: string | null;
  readonly rectangles: readonly string[];
}

/** The original values of an image's pseudonyms; stored in schema `identity` only. */
export interface IdentityRow {
  readonly issuer: string | null;
  /** The issuer is stated only by qualifiers of the identifier; compared, never stored. */
  readonly isQualified?: boolean;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly birthDate: string | null;
  readonly studyInstanceUid: string;
  /** Compared, never stored. */
  readonly sopInstanceUid: string;
  /** Compared, never stored: what other images of the study must not release. */
  readonly told?: {
    readonly own: Readonly<
      Record<"names" | "identifiers" | "places" | "short" | "placeNames", readonly string[]>
    >;
    readonly released: readonly string[];
  };
  /** Counted, never stored. */
  readonly studyDate: string | null;
  readonly accessionIssuer: string | null;
  readonly accessionNumber: string | null;
  /** Of the image's data set, at every depth. */
  readonly uids: readonly MappedUid[];
}

/** A UID as it came, and as it leaves. */
export interface MappedUid {
  readonly uid: string;
  readonly pseudonym: string;
}

/** A file that did not become an image, and why; `path` is stored in schema `identity`. */
export interface SkippedFile {
  readonly fileNumber: number;
  readonly path: string;
  readonly code: string;
  readonly reason: string;
  /** The SOPInstanceUID of the source, if it is known; compared, never stored. */
  readonly sopInstanceUid?: string;
  /** The SOPInstanceUID that the output would have. */
  readonly outputUid?: string;
  /** The group and the name of the rule that held the image back. */
  readonly group?: string;
  readonly rule?: string;
  /** For a duplicate: the Batch id and the number of the file that the catalogue has. */
  readonly otherBatchId?: number;
  readonly otherFile?: number;
  /** Present if a person decides, or has decided, about it. */
  readonly review?: ReviewedFile;
}

/** What became of one file of a Batch. */
export type ImageOutcome =
  | { readonly kind: "image"; readonly row: ImageRow }
  | { readonly kind: "skipped"; readonly skipped: SkippedFile };

/** The tags that header rules of the site changed. The gate accepts these decisions. */
export interface RuledTags {
  /** Kept as they are in the source. */
  readonly kept: ReadonlySet<number>;
  /** Given a new value. */
  readonly made: ReadonlySet<number>;
  readonly removed: ReadonlySet<number>;
}

/** The patient of a stored study. */
export interface KnownPatient {
  readonly pseudonym: string;
  readonly patientId: string | null;
  readonly issuer: string | null;
}

/** What a job made of the files about which a person has decided; can be read repeatedly. */
export interface DecidedContent {
  /** The numbers of these files. */
  readonly files: readonly number[];
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  readonly skippedChunks: () => Iterable<readonly SkippedFile[]>;
  /** The patients that studies had when the job looked. */
  readonly knownPatients: ReadonlyMap<string, KnownPatient>;
}

/** What a job found in its folder, in the order of the files; can be read repeatedly. */
export interface BatchContent {
  readonly imageChunks: () => Iterable<readonly ImageRow[]>;
  readonly skippedChunks: () => Iterable<readonly SkippedFile[]>;
  /** The folder's last modification when the job started to list it. */
  readonly modifiedMs: number;
  /** The survey of the folder that the job saw. */
  readonly survey: string;
  readonly studyDates: number;
  readonly patients: number;
  /** The number of images that were repaired, by repair code. */
  readonly repairs: Readonly<Record<string, number>>;
  /** The patients that studies had when the job looked; if absent, patients are not compared. */
  readonly knownPatients?: ReadonlyMap<string, KnownPatient>;
  /** The fingerprint of the key of its pseudonyms. */
  readonly keyFingerprint: string;
}
