import { run } from "../tools.ts";
import type { DebianServer } from "./debian_server.ts";

const program = "/usr/sbin/pgbouncer";

/** The program that the tests need (Debian's package pgbouncer). */
export const pgBouncerTools = [program];

/** A pooler in front of a server, as a site would run one. */
export interface PgBouncer extends AsyncDisposable {
  /** The server's address, through the pooler. */
  readonly url: string;
}

/** Starts PgBouncer in transaction mode, with fewer sessions at the server than it has clients. */
export async function pgBouncer(
  directory: string,
  { port: serverPort, url }: DebianServer,
  sessions = 4,
): Promise<PgBouncer> {
  const home = `${directory}/pgbouncer`;
  Deno.mkdirSync(home);
  if (Deno.uid() === 0) await run("chown", ["postgres", home]);
  const port = freePort();
  Deno.writeTextFileSync(`${home}/users.txt`, `"site" ""\n`);
  const settings = [
    "[databases]",
    `* = host=127.0.0.1 port=${serverPort}`,
    "[pgbouncer]",
    "listen_addr = 127.0.0.1",
    `listen_port = ${port}`,
    "unix_socket_dir =",
    "auth_type = trust",
    `auth_file = ${home}/users.txt`,
    "pool_mode = transaction",
    `default_pool_size = ${sessions}`,
    "max_client_conn = 500",
    `pidfile = ${home}/pid`,
    `logfile = ${home}/log`,
    "log_connections = 0",
  ];
  Deno.writeTextFileSync(`${home}/pgbouncer.ini`, `${settings.join("\n")}\n`);
  const [as, words] = Deno.uid() === 0 ? ["runuser", ["-u", "postgres", "--"]] : ["env", []];
  await run(as, [...words, program, "-q", "-d", `${home}/pgbouncer.ini`]);
  await untilListening(port);
  const pooled = new URL(url);
  pooled.port = String(port);
  return {
    url: pooled.href,
    async [Symbol.asyncDispose](): Promise<void> {
      const pid = Number(Deno.readTextFileSync(`${home}/pid`));
      Deno.kill(pid, "SIGTERM"); // at once
      await untilEnded(pid);
    },
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}

async function untilListening(port: number): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

async function untilEnded(pid: number): Promise<void> {
  while (
    (await new Deno.Command("kill", { args: ["-0", `${pid}`], stderr: "null" }).output()).success
  ) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
