import { IntakeError } from "./errors.ts";
import { systemCode } from "./system_code.ts";

const reasons: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  EMFILE: [
    "the process may not open more files",
    "raise its limit (ulimit -n, LimitNOFILE), or set WORKERS and CONCURRENCY lower",
  ],
  ENFILE: [
    "this machine may not open more files",
    "raise fs.file-max, or end what holds files open",
  ],
  ENOMEM: [
    "the operating system has no memory left",
    "give the machine more memory, or set WORKERS and CONCURRENCY lower",
  ],
};

/**
 * IntakeError OUT_OF_RESOURCES where the process or the machine has no more descriptors or memory:
 * neither the inbox nor the output is the cause. Undefined for any other error.
 */
export function outOfResources(error: unknown): IntakeError | undefined {
  const code = systemCode(error);
  const [what, hint] = Object.hasOwn(reasons, code) ? reasons[code] ?? [] : [];
  if (what === undefined || hint === undefined) return undefined;
  const whole = `${hint}; work resumes by itself`;
  return new IntakeError("OUT_OF_RESOURCES", `${what} (${code})`, whole, { cause: error });
}
