import { resolve } from "node:path";
import type { PagePorts } from "../../streams/with_pages.ts";
import type { Settings } from "../cli/settings.ts";
import { quarantineOf } from "../cli/screening_settings.ts";
import { accountsOf, currentAccounts, readTls, type Tls } from "../cli/web_credentials.ts";
import { listenToBatches, listenToProgress } from "../database/batches/listen_to_batches.ts";
import { type Database, openDatabase } from "../database/open_database.ts";
import { IntakeError } from "../model/errors.ts";
import type { IntakeEvent } from "../model/event.ts";
import { failureEvent } from "../pipeline/classify_fault.ts";
import { PicturePool } from "../pictures/picture_pool.ts";
import type { StateDir } from "../system/state_dir.ts";
import { systemCode } from "../system/system_code.ts";
import { createApp, type WebApp } from "../web/app.tsx";
import { type HttpServer, openHttpServer } from "../web/http_server.ts";
import { ReportedProgress } from "../web/live/progress_board.ts";
import type { Account } from "../web/security/accounts.ts";
import { openReviewPorts } from "./review_ports.ts";
import { shownSettings, webPorts } from "./web_ports.ts";
import { shownCommand } from "../system/shown_command.ts";

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
    review: stack.use(openReviewPorts({
      sql: database.sql,
      quarantine: quarantineOf(settings),
      fourEyes: settings.reviewFourEyes,
    })),
    frames: stack.use(new PicturePool(resolve(settings.outputBase))),
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
    pages: pagePorts(app, database, progress),
    onEvent: app.onEvent,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function pagePorts(app: WebApp, { sql }: Database, progress: ReportedProgress): PagePorts {
  return {
    listen: (listener) => {
      const ends = [
        listenToBatches(sql, listener),
        listenToProgress(sql, (text) => {
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
    `other machines can reach ${address.hostname}, but WEB_USERS contains no account with a ` +
      "password",
    `create an account with ${shownCommand("web-user")}, or set WEB_LISTEN=127.0.0.1:8480`,
  );
}

/** The address on which a server listens. */
interface ListenAddress {
  readonly hostname: string;
  readonly port: number;
}

/** Parses `host:port`, also `[::1]:8480`. Throws IntakeError SETTINGS. */
function listenAddress(text: string): ListenAddress {
  const at = text.lastIndexOf(":");
  const port = Number(text.slice(at + 1));
  if (port > 65_535) {
    throw new IntakeError(
      "SETTINGS",
      `WEB_LISTEN: port ${port} does not exist`,
      "use a port up to 65535",
    );
  }
  return { hostname: text.slice(0, at).replace(/^\[|\]$/g, ""), port };
}

/** Whether an address can be reached from this machine only. */
function isLoopback({ hostname }: ListenAddress): boolean {
  return hostname === "localhost" || hostname === "::1" || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The default limit of Unix systems. */
const fallback = 1024;

/** How many files and connections this process may have open; Deno raises it to the hard limit. */
async function openFileLimit(): Promise<number> {
  if (Deno.build.os === "windows") return fallback;
  try {
    const { stdout } = await new Deno.Command("/bin/sh", { args: ["-c", "ulimit -n"] }).output();
    const text = new TextDecoder().decode(stdout).trim();
    return text === "unlimited" ? Infinity : Number(text) || fallback;
  } catch {
    return fallback;
  }
}
