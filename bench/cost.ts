/** The cost of running a program, including its child processes. */
export interface Cost {
  readonly seconds: number;
  /** Processor time, user and system. */
  readonly cpuSeconds: number;
  /** Peak resident memory of the largest process, in MB. */
  readonly peakMB: number;
  /** The time from the first claim to the end of the last Batch, if the program has Batches. */
  readonly jobSeconds?: number;
}

const time = "/usr/bin/time";

/** Runs a program under GNU time. Throws an Error with its messages if it fails. */
export async function cost(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const startedAt = performance.now();
  const { success, stderr } = await new Deno.Command(time, {
    args: ["-f", "cost %U %S %M", ...args],
    env: { ...env },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  const seconds = (performance.now() - startedAt) / 1000;
  const text = new TextDecoder("latin1").decode(stderr);
  const [, user, system, peak] = /^cost ([\d.]+) ([\d.]+) (\d+)$/m.exec(text) ?? [];
  if (!success || peak === undefined) throw new Error(`${args.join(" ")}: ${text.slice(-2000)}`);
  return {
    seconds,
    cpuSeconds: Number(user) + Number(system),
    peakMB: Number(peak) / 1024,
  };
}

/** Runs two shell commands in parallel and waits for both. */
export async function costOfTwo(first: string, second: string): Promise<Cost> {
  return await cost(["sh", "-ec", `${first} & one=$!; ${second}; wait $one`]);
}
