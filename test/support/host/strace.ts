/** A system call at which something happens to a process: the `nth` of one kind on a path. */
export interface Moment {
  readonly call: string;
  /** Absolute; a file that is written, a directory that is synced, either name of a rename. */
  readonly path: string;
  readonly nth?: number;
}

/**
 * The words before a command that deliver a signal to it when it enters a system call, which is
 * not executed then: the unmodified program is struck at exactly that point, in any thread.
 */
export function strikeAt({ call, path, nth = 1 }: Moment, signal: "KILL" | "STOP"): string[] {
  return injecting({ call, path }, `signal=${signal}:when=${nth}`);
}

/** The words before a command that make a system call fail, as a disk or kernel would. */
export function failAt({ call, path, nth = 1 }: Moment, error: string): string[] {
  return injecting({ call, path }, `error=${error}:when=${nth}`);
}

/** The words before a command whose every system call of a kind on these paths takes longer. */
export function slowedDownAt(
  call: string,
  paths: readonly string[],
  milliseconds: number,
): string[] {
  const filter = paths.flatMap((path) => ["-P", path]);
  const what = `inject=${call}:delay_exit=${milliseconds * 1000}`;
  return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, ...filter, "-e", what];
}

/** The words before a command of which one system call does not return for so many seconds. */
export function hangAt({ call, path, nth = 1 }: Moment, seconds: number): string[] {
  return injecting({ call, path }, `delay_enter=${seconds * 1_000_000}:when=${nth}`);
}

/** The words before a command whose every system call of a kind takes longer, as on a slow disk. */
export function slowedDown(call: string, milliseconds: number): string[] {
  const what = `inject=${call}:delay_exit=${milliseconds * 1000}`;
  return ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", what];
}

function injecting({ call, path }: Moment, what: string): string[] {
  const filter = ["-e", `trace=${call}`, "-P", path, "-e", `inject=${call}:${what}`];
  return ["strace", "-f", "-qq", "-o", "/dev/null", ...filter];
}
