import { run } from "../tools.ts";

const bin = "/usr/lib/postgresql/15/bin";

/** The programs of Debian's PostgreSQL that the tests need. */
export const debianServerTools = [`${bin}/initdb`, `${bin}/pg_ctl`];

/** Whatever the locale of the tests. */
const made = ["-U", "site", "-A", "trust", "-E", "UTF8", "--no-locale"];

/** A running server of Debian's. */
export interface DebianServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Stops it at once and starts it again, as an administrator does. */
  readonly restart: () => Promise<void>;
}

/** A server of version 15 as a site would run one, on a loopback port, for one test. */
export async function debianServer(directory: string): Promise<DebianServer> {
  const data = `${directory}/debian`;
  Deno.mkdirSync(data);
  const asUser = await otherUser(data);
  await run(asUser[0], [...asUser[1], `${bin}/initdb`, "-D", data, ...made]);
  const port = freePort();
  const options = `-c listen_addresses=127.0.0.1 -p ${port} -k ${data}`;
  const start = ["-D", data, "-w", "-o", options, "-l", `${data}/log`];
  await run(asUser[0], [...asUser[1], `${bin}/pg_ctl`, "start", ...start]);
  return {
    port,
    restart: async () => {
      await run(asUser[0], [...asUser[1], `${bin}/pg_ctl`, "stop", "-D", data, "-m", "immediate"]);
      await run(asUser[0], [...asUser[1], `${bin}/pg_ctl`, "start", ...start]);
    },
    url: `postgres://site@127.0.0.1:${port}/postgres`,
    async [Symbol.asyncDispose](): Promise<void> {
      await run(asUser[0], [...asUser[1], `${bin}/pg_ctl`, "stop", "-D", data, "-m", "immediate"]);
    },
  };
}

/** PostgreSQL refuses root, so root runs it as `postgres`. */
async function otherUser(data: string): Promise<[program: string, args: readonly string[]]> {
  if (Deno.uid() !== 0) return ["env", []];
  await run("chown", ["postgres", data]);
  return ["runuser", ["-u", "postgres", "--"]];
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
