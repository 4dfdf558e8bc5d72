import { exists } from "../exists.ts";

/** `watch --detach` passes the path of the log file to the background process in this variable. */
export const logFileVariable = "DICOM_INTAKE_LOG_FILE";

const maxBytes = 10_000_000;
const keptFiles = 3;
const checkEveryMs = 10_000;

/** Rotates a log file while this process uses it; does nothing without a log file. */
export function openLogRotation(logFile: string | undefined, everyMs = checkEveryMs): Disposable {
  if (!logFile) return { [Symbol.dispose]: () => {} };
  const timer = setInterval(() => rotateLog(logFile, maxBytes), everyMs);
  Deno.unrefTimer(timer);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/**
 * Copies a log of more than `bytes` bytes to `<path>.1`, which becomes `<path>.2` and so on; three
 * files are kept. The log itself is truncated, because this process, its only writer, has it open.
 * Without space for a copy, the log is not rotated.
 */
export function rotateLog(path: string, bytes: number): void {
  try {
    if (Deno.statSync(path).size <= bytes) return;
    Deno.copyFileSync(path, `${path}.new`);
    for (let at = keptFiles - 1; at > 0; at--) {
      if (exists(`${path}.${at}`)) Deno.renameSync(`${path}.${at}`, `${path}.${at + 1}`);
    }
    Deno.renameSync(`${path}.new`, `${path}.1`);
    Deno.truncateSync(path);
  } catch {
    // no space, or the file was removed: the log is less important than the work
  }
}
