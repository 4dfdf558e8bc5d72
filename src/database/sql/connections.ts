import pg from "pg";

const connectTimeoutMs = 10_000;
/** After so long without a word the system asks whether the peer still lives. */
const aliveAfterMs = 60_000;

/** Where a server is: an address as in DATABASE_URL, or a Unix socket's directory. */
export type ServerAddress =
  & ({ readonly url: string } | {
    readonly host: string;
    readonly port: number;
    readonly user: string;
    readonly database: string;
  })
  & {
    /** What the server shows in `pg_stat_activity`; 63 bytes at most. */
    readonly application?: string;
  };

/** A connection that gives up an address that does not answer, and notices when its peer is gone. */
export class Connection extends pg.Client {
  constructor(options: pg.ClientConfig) {
    super({ ...options, connectionTimeoutMillis: connectTimeoutMs });
    this.on("error", () => {
      // it ended between two statements: the next one says so
    });
  }

  /** Ends it whether the server answers or not. */
  cut(): void {
    this.connection.stream.destroy();
  }
}

/** What the driver is told of an address. */
export function connectionOptions(address: ServerAddress): pg.ClientConfig {
  const { application = "dicom-intake", ...server } = address;
  const where = "url" in server ? { connectionString: asLibpq(server.url) } : server;
  const alive = { keepAlive: true, keepAliveInitialDelayMillis: aliveAfterMs };
  return { ...where, ...alive, application_name: application };
}

/** `sslmode` means what it means to psql: `require` encrypts, `verify-full` also authenticates. */
function asLibpq(url: string): string {
  const address = new URL(url);
  if (address.searchParams.has("sslmode")) address.searchParams.set("uselibpqcompat", "true");
  return address.href;
}
