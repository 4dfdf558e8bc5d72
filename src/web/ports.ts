import type { Database } from "../database/open_database.ts";
import type { IntakeState } from "../database/read_intake_state.ts";
import type { ImagePlace } from "../database/find_image.ts";
import type { Retried } from "../database/retry_batches.ts";
import type { Account } from "./security/accounts.ts";
import type { Progress } from "./live/progress_board.ts";

/** What the pages and the API touch of the world outside. */
export interface WebPorts {
  readonly sql: Database["sql"];
  /** Empty when nobody has to log in, which is for loopback alone. */
  readonly accounts: readonly Account[];
  /** The address is https, so cookies are for https alone. */
  readonly isEncrypted: boolean;
  /** The threads of this process have something to do, and make no progress with it. */
  readonly isStalled: () => boolean;
  readonly settings: readonly ShownSetting[];
  /** Processes of this machine that work for this STATE_DIR. */
  readonly processes: () => readonly ShownProcess[];
  /** Where the database is, without a password. */
  readonly databaseIs: string;
  readonly outputBase: string;
  readonly minFree: number;
  /** Room at OUTPUT_BASE in bytes; undefined when nobody can tell. */
  readonly freeBytes: () => Promise<number | undefined>;
  /** The inboxes that cannot be read now. */
  readonly missingInboxes: () => Promise<readonly string[]>;
  /** Opens a delivered image below OUTPUT_BASE; undefined when it is not there. */
  readonly openImage: (place: ImagePlace) => Promise<Deno.FsFile | undefined>;
  /** How far Batches in work are, as the processes that work on them tell. */
  readonly progress: () => readonly Progress[];
  readonly retry: (code: string) => Promise<Retried | undefined>;
}

/** A setting as a page shows it: never a secret. */
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
}

/** The ports, with a state of the intake that all pages share. */
export interface PageParts extends WebPorts {
  readonly state: () => Promise<IntakeState>;
}
