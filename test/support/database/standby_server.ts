import { run } from "../tools.ts";
import type { DebianServer } from "./debian_server.ts";

const bin = "/usr/lib/postgresql/15/bin";

/** The programs beside those of a server that a standby needs. */
export const standbyTools = [`${bin}/pg_basebackup`];

/** A standby that follows another server by streaming. */
export interface StandbyServer extends AsyncDisposable {
  readonly port: number;
  /** Makes it the primary. */
  readonly promote: () => Promise<void>;
}

/** Copies a running server and starts the copy as its standby. */
export async function standbyServer(
  directory: string,
  { port: primary }: DebianServer,
): Promise<StandbyServer> {
  const data = `${directory}/standby`;
  Deno.mkdirSync(data, { mode: 0o700 });
  const isRoot = Deno.uid() === 0;
  if (isRoot) await run("chown", ["postgres", data]);
  const as = async (program: string, ...args: readonly string[]): Promise<void> => {
    const [first = "", ...rest] = isRoot ? ["runuser", "-u", "postgres", "--"] : ["env"];
    await run(first, [...rest, `${bin}/${program}`, ...args]);
  };
  const from = ["-h", "127.0.0.1", "-p", String(primary), "-U", "site"];
  await as("pg_basebackup", "-D", data, ...from, "-R", "-c", "fast");
  const port = freePort();
  const options = `-c listen_addresses=127.0.0.1 -p ${port} -k ${data}`;
  await as("pg_ctl", "start", "-D", data, "-w", "-o", options, "-l", `${data}/log`);
  return {
    port,
    promote: () => as("pg_ctl", "promote", "-D", data, "-w"),
    [Symbol.asyncDispose]: () => as("pg_ctl", "stop", "-D", data, "-m", "immediate"),
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
