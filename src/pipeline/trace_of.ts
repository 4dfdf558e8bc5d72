import { IntakeError } from "../errors.ts";

/** A call as V8 describes it; no part of it comes from the error's text. */
interface CallSite {
  readonly getFileName: () => string | null;
  readonly getFunctionName: () => string | null;
  readonly getLineNumber: () => number | null;
  readonly getColumnNumber: () => number | null;
}

const mostFrames = 6;
const root = new URL("../../", import.meta.url).pathname;
const ownFile = /^(?:main|(?:src|streams)\/[a-z0-9_/]+)\.tsx?$/;
const packageFile = /^[\w@+.-]+(?:\/[\w@+.-]+)*$/;
const runtimeFile = /^(?:ext:[\w/.]+|node:[\w/]+)$/;
const functionName = /^[A-Za-z_$][\w$]{0,60}$/;

/**
 * Where an error was thrown: functions and lines of this program, its packages and the runtime. It
 * is made only of the calls that V8 recorded: the text of a stack begins with the message, which
 * may contain a file name on a line that looks like a call. Undefined if the calls are not
 * available.
 */
export function traceOf(error: unknown): string | undefined {
  const cause = error instanceof IntakeError ? error.cause : error;
  if (!(cause instanceof Error)) return undefined;
  const frames = callsOf(cause).flatMap((call) => frameOf(call) ?? []).slice(0, mostFrames);
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
