import type { Database } from "../database/open_database.ts";
import type { ImagePlace } from "../database/views/find_image.ts";
import type { IntakeState } from "../database/views/read_intake_state.ts";
import type { Reviewer } from "../database/review/change_decision.ts";
import type { Decided } from "../database/review/decide.ts";
import type {
  WaitingCount,
  WaitingCursor,
  WaitingFilter,
} from "../database/review/list_waiting.ts";
import type { ReviewEffect, ReviewRequest, WaitingFile, WaitingImage } from "../model/review.ts";
import type {
  PictureFault,
  PictureRequest,
  PictureResult,
  RenderedPicture,
} from "../model/review_picture.ts";
import type { TargetCheck } from "../model/target.ts";
import type { FrameResult } from "../model/viewer_frame.ts";
import type { Progress } from "./live/progress_board.ts";
import type { Account } from "./security/accounts.ts";

/** What the pages and the API need from the process that serves them. */
export interface WebPorts {
  readonly sql: Database["sql"];
  readonly access: AccessPorts;
  readonly program: ProgramPorts;
  readonly storage: StoragePorts;
  /** The progress of the Batches that are being processed, as their processes reported it. */
  readonly progress: () => readonly Progress[];
  /** Tests the targets of the settings. */
  readonly checkTargets: () => Promise<readonly TargetCheck[]>;
  /** Images that wait for a person; without it, there are no pages about them. */
  readonly review?: ReviewPorts | undefined;
}

/** The images that wait for a decision, and what reviewers do with them. */
export interface ReviewPorts {
  /** Oldest first, with those whose decision was not carried out yet. */
  readonly listWaiting: (
    filter: WaitingFilter,
    after: WaitingCursor | undefined,
    limit: number,
  ) => Promise<readonly WaitingImage[]>;
  readonly findWaiting: (file: WaitingFile) => Promise<WaitingImage | undefined>;
  readonly countWaiting: () => Promise<WaitingCount>;
  readonly decisions: DecisionPorts;
  /** Renders a frame of an original. */
  readonly readPicture: (file: PictureOf, request: PictureRequest) => Promise<PictureResult>;
  /** The thumbnail of an original: the one that its job has drawn, or a new one. */
  readonly readThumbnail: (file: PictureOf) => Promise<ThumbnailResult>;
}

/** An original: `sha256` if the picture must be that of an image as it was shown. */
export type PictureOf = WaitingFile & { readonly sha256?: string | undefined };

type ThumbnailResult = Pick<RenderedPicture, "png"> | PictureFault;

/** What reviewers decide. */
export interface DecisionPorts {
  /** What the decision would do; it changes nothing. */
  readonly preview: (request: ReviewRequest) => Promise<ReviewEffect>;
  /** Records a decision about the images that wait; undefined if none does. */
  readonly decide: (request: ReviewRequest) => Promise<Decided | undefined>;
  /**
   * Confirms the decision of another reviewer, for as many images. Rejects with IntakeError USAGE
   * if it is the reviewer's own decision.
   */
  readonly confirm: (id: number, reviewer: Reviewer) => Promise<number>;
  /** Undoes a decision; `started` images stay decided, because their job has started. */
  readonly undo: (
    id: number,
    reviewer: Reviewer,
  ) => Promise<{ readonly images: number; readonly started: number }>;
}

/** Who may see the pages. */
export interface AccessPorts {
  /**
   * The current accounts; undefined if no login is required, which is possible on loopback only.
   */
  readonly accounts: (() => readonly Account[]) | undefined;
  /** The page uses HTTPS, so that cookies are limited to HTTPS. */
  readonly isEncrypted: boolean;
}

/** The process that serves the pages, and its machine. */
export interface ProgramPorts {
  /** The threads of this process have tasks and make no progress. */
  readonly isStalled: () => boolean;
  readonly settings: readonly ShownSetting[];
  /** Processes on this machine that use this STATE_DIR. */
  readonly processes: () => readonly ShownProcess[];
  /** The address of the database without a password, for display. */
  readonly databaseAddress: string;
}

/** The inboxes and the output. */
export interface StoragePorts {
  readonly minFree: number;
  /** Free space at OUTPUT_BASE in bytes; undefined if it is unknown. */
  readonly freeBytes: () => Promise<number | undefined>;
  /** The inboxes that are missing or not readable. */
  readonly missingInboxes: () => Promise<readonly string[]>;
  /** Opens a delivered image below OUTPUT_BASE; undefined if it does not exist. */
  readonly openImage: (place: ImagePlace) => Promise<Deno.FsFile | undefined>;
  /** Reads a frame of a delivered image, counted from 0, unless `signal` ends it before. */
  readonly readFrame: (
    place: ImagePlace,
    frame: number,
    signal: AbortSignal,
  ) => Promise<FrameResult>;
}

/** A setting as a page shows it, with secrets masked. */
export interface ShownSetting {
  /** The title of the settings about the same subject. */
  readonly group: string;
  readonly variable: string;
  readonly value: string;
  readonly from: "default" | "environment" | "flag";
  readonly help: string;
}

export interface ShownProcess {
  readonly command: string;
  readonly pid: number;
  readonly startedAt: string;
  /** It processes Batches; `serve` does not. */
  readonly isWorker: boolean;
}

/** The ports, with a cached state of the intake that all pages share. */
export interface PageParts extends WebPorts {
  readonly state: () => Promise<IntakeState>;
}
