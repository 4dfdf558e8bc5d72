/** What running a program cost, its children included. */
export interface Cost {
  readonly seconds: number;
  /** Of a processor, user and system together. */
  readonly cpuSeconds: number;
  /** Resident, of the largest process, in MB. */
  readonly peakMB: number;
  /** From the first claim to the last Batch, where there is such a thing. */
  readonly jobSeconds?: number;
}

const time = "/usr/bin/time";

/** Runs a program to its end under GNU time; throws with what it said when it fails. */
export async function cost(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Cost> {
  const startedAt = performance.now();
  const { success, stderr } = await new Deno.Command(time, {
    args: ["-f", "cost %U %S %M", ...args],
    env: { ...env },
    ...{ stdin: "null", stdout: "null", stderr: "piped" },
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

/** Runs shell commands side by side, one for each processor of a pair, and waits for both. */
export async function costOfTwo(first: string, second: string): Promise<Cost> {
  return await cost(["sh", "-ec", `${first} & one=$!; ${second}; wait $one`]);
}
