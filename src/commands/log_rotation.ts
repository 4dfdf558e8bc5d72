import { exists } from "../exists.ts";

/** Where `watch --detach` tells the process in the background which file its output is appended to. */
export const logFileVariable = "DICOM_INTAKE_LOG_FILE";

const largest = 10_000_000;
const kept = 3;
const lookEveryMs = 10_000;

/** Looks after the size of a log file while it is used; does nothing without one. */
export function openLogRotation(logFile: string | undefined, everyMs = lookEveryMs): Disposable {
  if (!logFile) return { [Symbol.dispose]: () => {} };
  const looking = setInterval(() => rotateLog(logFile, largest), everyMs);
  Deno.unrefTimer(looking);
  return { [Symbol.dispose]: () => clearInterval(looking) };
}

/**
 * Moves the content of a log above `bytes` to `….1`, that to `….2`, and so on; three are kept. The
 * file itself stays and is emptyCopy, for this process, its only writer, has it open to append. When
 * there is no room for a copy, the log stays as it is.
 */
export function rotateLog(path: string, bytes: number): void {
  try {
    if (Deno.statSync(path).size <= bytes) return;
    Deno.copyFileSync(path, `${path}.new`);
    for (let at = kept - 1; at > 0; at--) {
      if (exists(`${path}.${at}`)) Deno.renameSync(`${path}.${at}`, `${path}.${at + 1}`);
    }
    Deno.renameSync(`${path}.new`, `${path}.1`);
    Deno.truncateSync(path);
  } catch {
    // no room, or somebody has taken the file away: the work goes on
  }
}
