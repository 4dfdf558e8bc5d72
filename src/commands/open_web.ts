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
import { ToldProgress } from "../web/live/told_progress.ts";
import type { Account } from "../web/security/accounts.ts";
import type { PagePorts } from "../../streams/with_pages.ts";
import { isLoopback, type ListenAddress, listenAddress } from "./listen_address.ts";
import { failureEvent } from "./failure_event.ts";
import { openFileLimit } from "./open_file_limit.ts";
import { accountsOf, currentAccounts } from "./read_accounts.ts";
import { readTls, type Tls } from "./read_tls.ts";
import { shownSettings } from "./shown_settings.ts";
import { webPorts } from "./web_ports.ts";

/** The web page while it is served. */
export interface Web extends AsyncDisposable {
  /** Says at which URL. */
  readonly started: IntakeEvent;
  readonly pages: PagePorts;
  /** Hears the news of this process, to count it. */
  readonly hear: (news: IntakeEvent) => void;
}

export interface WebOptions {
  readonly settings: Settings;
  readonly givenAsFlag: ReadonlySet<string>;
  readonly env: (name: string) => string | undefined;
  readonly state: StateDir;
  readonly tell: (news: IntakeEvent) => void;
  /** The threads of this process make no progress. */
  readonly isStalled: () => boolean;
}

const connections = 6;
const showEveryMs = 10_000;
const shutdownMs = 5000;
/** Images, the database and the log need the other three quarters of the files that may be open. */
const mostConnections = 4000;
const restMs = 1000;
/** A thousand pages are shown anew every five seconds, so that they take little of the work's time. */
const restMsPerReader = 4;

/**
 * Serves the pages, with connections to the database of their own so that readers never keep the
 * work waiting. Throws IntakeError SETTINGS when others could reach it and nobody need log in, and
 * LISTEN when the address cannot be had.
 */
export async function openWeb(options: WebOptions): Promise<Web> {
  const { settings, givenAsFlag, env, state, tell } = options;
  const address = listenAddress(settings.webListen);
  const accounts = accountsOf(settings.webUsers);
  const tls = readTls(settings);
  requireLogin(address, accounts);
  await using stack = new AsyncDisposableStack();
  const database = await openDatabase({ ...settings, connections });
  stack.defer(async () => void await database.close());
  const told = new ToldProgress();
  const ports = webPorts({
    ...{ settings, state, database, isEncrypted: tls !== undefined },
    accounts: settings.webUsers === undefined
      ? undefined
      : currentAccounts(settings.webUsers, accounts),
    isStalled: options.isStalled,
    shown: shownSettings(settings, givenAsFlag, env),
    subfolderFirst: givenAsFlag.has("dataSubfolder"),
    progress: () => told.shown(),
  });
  const onFault = (error: unknown): void => tell(failureEvent("web.failed", error));
  const app = createApp(ports, onFault);
  const server = await listen(app, address, tls, onFault);
  // who does not read an answer to its end keeps nobody from stopping
  stack.defer(() => server.shutdown(shutdownMs));
  stack.use(app);
  const resources = stack.move();
  const host = settings.webListen.replace(/:\d+$/, "");
  const url = `http${tls ? "s" : ""}://${host}:${server.port}`;
  return {
    started: { name: "web.started", level: "info", pid: Deno.pid, url },
    pages: {
      listen: (listener) => {
        const ends = [
          listenToBatches(database.sql, listener),
          listenToProgress(database.sql, (text) => {
            told.hear(text);
            listener("progress");
          }),
        ];
        return () => ends.forEach((end) => end());
      },
      refresh: app.refresh,
      reportFault: (error) => failureEvent("web.failed", error),
      restMs: () => restMs + app.readers() * restMsPerReader,
      everyMs: showEveryMs,
    },
    hear: app.hear,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

async function listen(
  app: WebApp,
  { hostname, port }: ListenAddress,
  tls: Tls | undefined,
  onFault: (error: unknown) => void,
): Promise<HttpServer> {
  const connections = Math.min(mostConnections, Math.floor(await openFileLimit() / 4));
  try {
    return await openHttpServer({ hostname, port, tls, connections, onFault }, app.fetch);
  } catch (error) {
    throw new IntakeError(
      "LISTEN",
      systemCode(error) === "EADDRINUSE"
        ? `WEB_LISTEN: port ${port} of ${hostname} is already in use`
        : `WEB_LISTEN: cannot listen at ${hostname}:${port} (${systemCode(error) || "unknown"})`,
      "choose another address or port, or stop the process that uses it",
      { cause: error },
    );
  }
}

function requireLogin(address: ListenAddress, accounts: readonly Account[]): void {
  if (isLoopback(address) || accounts.some(({ kind }) => kind === "user")) return;
  throw new IntakeError(
    "SETTINGS",
    `other machines can reach ${address.hostname}, and WEB_USERS has no password`,
    "make one with deno task web-user, or set WEB_LISTEN=127.0.0.1:8480",
  );
}
