import { listenToBatches } from "../database/listen_to_batches.ts";
import { listenToProgress } from "../database/listen_to_progress.ts";
import { openDatabase } from "../database/open_database.ts";
import { IntakeError } from "../errors.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { Settings } from "../settings.ts";
import type { StateDir } from "../state/state_dir.ts";
import { systemCode } from "../system_code.ts";
import { createApp, type WebApp } from "../web/app.tsx";
import { type HttpServer, openHttpServer } from "../web/http_server.ts";
import { ReportedProgress } from "../web/live/reported_progress.ts";
import type { Account } from "../web/security/accounts.ts";
import type { PagePorts } from "../../streams/with_pages.ts";
import { isLoopback, type ListenAddress, listenAddress } from "./listen_address.ts";
import { failureEvent } from "./failure_event.ts";
import { openFileLimit } from "./open_file_limit.ts";
import { accountsOf, currentAccounts } from "./read_accounts.ts";
import { readTls, type Tls } from "./read_tls.ts";
import { shownSettings } from "./shown_settings.ts";
import { webPorts } from "./web_ports.ts";

/** The web page while it is available. */
export interface Web extends AsyncDisposable {
  readonly url: string;
  readonly started: IntakeEvent;
  readonly pages: PagePorts;
  /** Counts the events of this process for its metrics. */
  readonly onEvent: (event: IntakeEvent) => void;
}

export interface WebOptions {
  readonly settings: Settings;
  readonly givenAsFlag: ReadonlySet<string>;
  readonly env: (name: string) => string | undefined;
  readonly state: StateDir;
  readonly report: (event: IntakeEvent) => void;
  /** Whether the threads of this process make no progress. */
  readonly isStalled: () => boolean;
}

const databaseConnections = 6;
const refreshEveryMs = 10_000;
const shutdownMs = 5000;
/** One quarter of the open files; images, the database and the log need the others. */
const maxConnections = 4000;
/** The pause between two refreshes, in milliseconds; with a thousand readers, five seconds. */
const pauseMs = 1000;
const pauseMsPerReader = 4;

/**
 * Serves the web page. It has its own database connections, so that readers do not slow down jobs.
 * Throws IntakeError SETTINGS if other machines can reach it without a login, and LISTEN if the
 * address is not available.
 */
export async function openWeb(options: WebOptions): Promise<Web> {
  const { settings, givenAsFlag, env, state, report } = options;
  const address = listenAddress(settings.webListen);
  const accounts = accountsOf(settings.webUsers);
  const tls = readTls(settings);
  requireLogin(address, accounts);
  await using stack = new AsyncDisposableStack();
  const database = await openDatabase({ ...settings, connections: databaseConnections });
  stack.defer(async () => void await database.close());
  const progress = new ReportedProgress();
  const ports = webPorts({
    settings,
    state,
    database,
    isEncrypted: tls !== undefined,
    accounts: settings.webUsers === undefined
      ? undefined
      : currentAccounts(settings.webUsers, accounts),
    isStalled: options.isStalled,
    shown: shownSettings(settings, givenAsFlag, env),
    subfolderFirst: givenAsFlag.has("dataSubfolder"),
    progress: () => progress.shown(),
  });
  const onFault = (error: unknown): void => report(failureEvent("web.failed", error));
  const app = createApp(ports, onFault);
  const server = await listen(app, address, tls, onFault);
  // a client that does not read its response must not prevent a stop
  stack.defer(() => server.shutdown(shutdownMs));
  stack.use(app);
  const resources = stack.move();
  const host = settings.webListen.replace(/:\d+$/, "");
  const url = `http${tls ? "s" : ""}://${host}:${server.port}`;
  return {
    url,
    started: { name: "web.started", level: "info", pid: Deno.pid, url },
    pages: {
      listen: (listener) => {
        const ends = [
          listenToBatches(database.sql, listener),
          listenToProgress(database.sql, (text) => {
            progress.add(text);
            listener("progress");
          }),
        ];
        return () => ends.forEach((end) => end());
      },
      refresh: app.refresh,
      reportFault: (error) => failureEvent("web.failed", error),
      pauseMs: () => pauseMs + app.readers() * pauseMsPerReader,
      everyMs: refreshEveryMs,
    },
    onEvent: app.onEvent,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function listen(
  app: WebApp,
  { hostname, port }: ListenAddress,
  tls: Tls | undefined,
  onFault: (error: unknown) => void,
): Promise<HttpServer> {
  const connections = Math.min(maxConnections, Math.floor(await openFileLimit() / 4));
  try {
    return await openHttpServer({ hostname, port, tls, connections, onFault }, app.fetch);
  } catch (error) {
    throw new IntakeError(
      "LISTEN",
      systemCode(error) === "EADDRINUSE"
        ? `port ${port} is already in use (WEB_LISTEN=${hostname}:${port})`
        : `cannot listen at WEB_LISTEN=${hostname}:${port} (${systemCode(error) || "unknown"})`,
      "choose another port or stop the process using it",
      { cause: error },
    );
  }
}

function requireLogin(address: ListenAddress, accounts: readonly Account[]): void {
  if (isLoopback(address) || accounts.some(({ kind }) => kind === "user")) return;
  throw new IntakeError(
    "SETTINGS",
    `other machines can reach ${address.hostname}, but WEB_USERS contains no account with a password`,
    "create an account with deno task web-user, or set WEB_LISTEN=127.0.0.1:8480",
  );
}
