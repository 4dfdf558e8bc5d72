import { IntakeError } from "../model/errors.ts";

/** Linux errors for which the runtime provides no code. */
const byNumber: Readonly<Record<string, string>> = {
  23: "ENFILE",
  112: "EHOSTDOWN",
  116: "ESTALE",
  122: "EDQUOT",
};

/** The code of an operating system error, such as `ENOSPC`; empty for other errors. */
export function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "UNKNOWN" && "errno" in error) return byNumber[String(-Number(error.errno))] ?? code;
  if (code !== "") return code;
  const [, number = ""] = /\(os error (\d+)\)/.exec(error.message) ?? [];
  return byNumber[number] ?? "";
}

const reasons: Readonly<Record<string, readonly [problem: string, hint: string]>> = {
  EMFILE: [
    "this process has reached its limit of open files",
    "raise the limit (ulimit -n, LimitNOFILE), or decrease WORKERS and CONCURRENCY",
  ],
  ENFILE: [
    "this machine has reached its limit of open files",
    "raise fs.file-max, or stop programs with many open files",
  ],
  ENOMEM: [
    "this machine is out of memory",
    "add memory, or decrease WORKERS and CONCURRENCY",
  ],
};

/**
 * Returns IntakeError OUT_OF_RESOURCES for an error that means that the process or machine has no
 * file descriptors or memory left; undefined for any other error.
 */
export function outOfResources(error: unknown): IntakeError | undefined {
  const code = systemCode(error);
  const [problem, hint] = Object.hasOwn(reasons, code) ? reasons[code] ?? [] : [];
  if (problem === undefined || hint === undefined) return undefined;
  const fullHint = `${hint}; processing continues automatically`;
  return new IntakeError("OUT_OF_RESOURCES", `${problem} (${code})`, fullHint, { cause: error });
}

/** What {@link outputUnwritable} says about a place. */
export interface UnwritablePlace {
  /** The setting or the path of the directory or file. */
  readonly place: string;
  /** What is wrong with it; "cannot be written" if absent. */
  readonly problem?: string;
  /** What to do about it; if absent, that processing continues once the place can be written. */
  readonly hint?: string;
}

/**
 * The error of a directory or file that this program needs for its output, its quarantine or its
 * state and cannot write or access: IntakeError OUTPUT_UNWRITABLE, or OUT_OF_RESOURCES if the
 * process lacks file descriptors or memory.
 */
export function outputUnwritable(
  cause: unknown,
  { place, problem = "cannot be written", hint }: UnwritablePlace,
): IntakeError {
  const exhausted = outOfResources(cause);
  if (exhausted) return exhausted;
  const code = systemCode(cause) || (cause instanceof Error ? cause.name : "unknown");
  return new IntakeError(
    "OUTPUT_UNWRITABLE",
    `${place} ${problem} (${code})`,
    hint ??
      `free space at ${place}, or grant access to it; processing continues automatically`,
    { cause },
  );
}

/** Error codes of a file system that is unavailable: not the fault of one file or folder. */
const unavailable = new Set(
  "ESTALE ETIMEDOUT ENOTCONN EHOSTDOWN EHOSTUNREACH EAGAIN".split(" "),
);

/**
 * IntakeError SOURCE_AWAY if the error is temporary and caused by the inbox's file system;
 * otherwise undefined.
 */
export function sourceAway(error: unknown): IntakeError | undefined {
  const code = systemCode(error);
  if (!unavailable.has(code)) return undefined;
  return new IntakeError(
    "SOURCE_AWAY",
    `the inbox's file system does not respond (${code})`,
    "check that it is mounted; processing continues automatically",
    { cause: error },
  );
}
