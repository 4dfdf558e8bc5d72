import { IntakeError } from "./errors.ts";
import { systemCode } from "./system_code.ts";

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
