import type { Retried } from "../database/batches/retry_batches.ts";
import type { Database } from "../database/open_database.ts";
import type { ImagePlace } from "../database/views/find_image.ts";
import type { IntakeState } from "../database/views/read_intake_state.ts";
import type { Progress } from "./live/progress_board.ts";
import type { Account } from "./security/accounts.ts";

/** What the pages and the API need from the process that serves them. */
export interface WebPorts {
  readonly sql: Database["sql"];
  /**
   * The current accounts; undefined if no login is required, which is possible on loopback only.
   */
  readonly accounts: (() => readonly Account[]) | undefined;
  /** The page uses HTTPS, so that cookies are limited to HTTPS. */
  readonly isEncrypted: boolean;
  /** The threads of this process have tasks and make no progress. */
  readonly isStalled: () => boolean;
  readonly settings: readonly ShownSetting[];
  /** Processes on this machine that use this STATE_DIR. */
  readonly processes: () => readonly ShownProcess[];
  /** The address of the database without a password, for display. */
  readonly databaseAddress: string;
  readonly minFree: number;
  /** Free space at OUTPUT_BASE in bytes; undefined if it is unknown. */
  readonly freeBytes: () => Promise<number | undefined>;
  /** The inboxes that are missing or not readable. */
  readonly missingInboxes: () => Promise<readonly string[]>;
  /** Opens a delivered image below OUTPUT_BASE; undefined if it does not exist. */
  readonly openImage: (place: ImagePlace) => Promise<Deno.FsFile | undefined>;
  /** The progress of the Batches that are being processed, as their processes reported it. */
  readonly progress: () => readonly Progress[];
  readonly retry: (code: string) => Promise<Retried | undefined>;
}

/** A setting as a page shows it, with secrets masked. */
export interface ShownSetting {
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
