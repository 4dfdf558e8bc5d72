import { join, resolve } from "node:path";
import { IntakeError } from "../model/errors.ts";

/** The directories of STATE_DIR. */
export interface StateDir {
  readonly path: string;
  /** Contains one file for each running process. */
  readonly run: string;
  /** Contains the rows of large jobs while they run. */
  readonly spool: string;
}

/**
 * Opens STATE_DIR, and creates it and its directories if necessary. Throws IntakeError STATE_DIR.
 */
export function openStateDir(stateDir: string): StateDir {
  const path = resolve(stateDir);
  const state = { path, run: join(path, "run"), spool: join(path, "spool") };
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o711 });
    Deno.mkdirSync(state.run, { recursive: true, mode: 0o700 });
    Deno.mkdirSync(state.spool, { recursive: true, mode: 0o700 });
    return state;
  } catch (error) {
    throw new IntakeError(
      "STATE_DIR",
      `STATE_DIR ${path} cannot be used (${error instanceof Error ? error.name : "unknown"})`,
      "use a directory that this user may write to",
      { cause: error },
    );
  }
}
