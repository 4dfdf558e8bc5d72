import {
  isDatabaseAway,
  isDenied,
  isRefused,
  notGranted,
} from "../database/connect/server_error.ts";
import { IntakeError } from "../model/errors.ts";
import type { FailureName, IntakeEvent } from "../model/event.ts";
import { outOfResources, outputUnwritable, sourceAway, systemCode } from "../system/system_code.ts";

const notWritable = new Set(["ENOSPC", "EDQUOT", "EROFS", "EIO"]);

/**
 * Converts any error to an IntakeError. The message of a foreign error may contain a file's name or
 * the values of a row, so it is only kept as `cause`.
 */
export function classifyFault(error: unknown): IntakeError {
  if (error instanceof IntakeError) return error;
  const code = systemCode(error);
  if (isDatabaseAway(error)) {
    return new IntakeError(
      "DATABASE_UNREACHABLE",
      `PostgreSQL cannot be reached or used (${code})`,
      "check that the server runs, is writable and has disk space; processing continues " +
        "automatically",
      { cause: error },
    );
  }
  if (isDenied(error)) return notGranted(error);
  if (isRefused(error)) return rowRefused(error);
  if (notWritable.has(code)) {
    return outputUnwritable(error, { place: "OUTPUT_BASE or STATE_DIR" });
  }
  const away = outOfResources(error) ?? sourceAway(error);
  if (away) return away;
  const name = error instanceof Error ? error.name : typeof error;
  return new IntakeError(
    "INTERNAL",
    `unexpected ${name}${code ? ` (${code})` : ""}`,
    "retry the Batch; if the error occurs again, report the trace in the log",
    { cause: error },
  );
}

/**
 * IntakeError ROW_REFUSED: PostgreSQL cannot store the folder's name or a value read from its
 * files.
 */
export function rowRefused(error: unknown): IntakeError {
  const code = systemCode(error);
  return new IntakeError(
    "ROW_REFUSED",
    `PostgreSQL rejects a value of this folder${code ? ` (${code})` : ""}`,
    "a name or a text may contain an invalid character such as NUL; correct it, then retry",
    { cause: error },
  );
}

/** Creates the event that reports a fault outside any job. */
export function failureEvent<Name extends FailureName>(
  name: Name,
  error: unknown,
): Extract<IntakeEvent, { readonly name: FailureName }> {
  const { code, message: reason, hint } = classifyFault(error);
  return { name, level: "error", code, reason, hint };
}

/** A call in V8's structured stack trace; it contains no part of the error's message. */
interface CallSite {
  readonly getFileName: () => string | null;
  readonly getFunctionName: () => string | null;
  readonly getLineNumber: () => number | null;
  readonly getColumnNumber: () => number | null;
}

const maxFrames = 6;
const root = new URL("../../", import.meta.url).pathname;
const ownFile = /^(?:main|(?:src|streams)\/[a-z0-9_/]+)\.tsx?$/;
const packageFile = /^[\w@+.-]+(?:\/[\w@+.-]+)*$/;
const runtimeFile = /^(?:ext:[\w/.]+|node:[\w/]+)$/;
const functionName = /^[A-Za-z_$][\w$]{0,60}$/;

/**
 * Where an error was thrown: functions and lines of this program, its packages and the runtime.
 * Only V8's structured calls are used, because the text of a stack begins with the message, and a
 * file name in the message may look like a call. Undefined if the calls are not available.
 */
export function traceOf(error: unknown): string | undefined {
  const cause = error instanceof IntakeError ? error.cause : error;
  if (!(cause instanceof Error)) return undefined;
  const frames = callsOf(cause).flatMap((call) => frameOf(call) ?? []).slice(0, maxFrames);
  return frames.length > 0 ? frames.join(" ") : undefined;
}

/** V8 passes the calls to `Error.prepareStackTrace` when a stack is read for the first time. */
function callsOf(error: Error): readonly CallSite[] {
  const name = "prepareStackTrace";
  const before: unknown = Reflect.get(Error, name);
  let calls: readonly CallSite[] = [];
  Reflect.set(Error, name, (_: Error, sites: readonly CallSite[]) => {
    calls = sites;
    return "";
  });
  try {
    void error.stack;
  } finally {
    Reflect.set(Error, name, before);
  }
  return calls;
}

/** Undefined for a call in a file that is not in a known location. */
function frameOf(call: CallSite): string | undefined {
  const path = (call.getFileName() ?? "").replace(/^file:\/\//, "");
  const file = locationOf(path);
  if (file === undefined) return undefined;
  const name = path.startsWith(root) ? call.getFunctionName() ?? "" : "";
  const at = `(${file}:${call.getLineNumber()}:${call.getColumnNumber()})`;
  return functionName.test(name) ? `at ${name} ${at}` : `at ${at}`;
}

function locationOf(path: string): string | undefined {
  const [, inPackage] = /\/node_modules\/(?!.*\/node_modules\/)(.+)$/.exec(path) ?? [];
  if (inPackage !== undefined) return packageFile.test(inPackage) ? inPackage : undefined;
  const own = path.startsWith(root) ? path.slice(root.length) : "";
  return ownFile.test(own) ? own : runtimeFile.test(path) ? path : undefined;
}
