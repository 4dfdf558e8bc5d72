import { listenToBatches } from "../database/listen_to_batches.ts";
import { listenToProgress } from "../database/listen_to_progress.ts";
import { openDatabase } from "../database/open_database.ts";
import { IntakeError } from "../errors.ts";
import type { News } from "../log.ts";
import type { Settings } from "../settings.ts";
import type { StateDir } from "../state/state_dir.ts";
import { createApp, type WebApp } from "../web/app.tsx";
import { ToldProgress } from "../web/live/told_progress.ts";
import type { Account } from "../web/security/accounts.ts";
import type { PagePorts } from "../../streams/with_pages.ts";
import { isLoopback, type ListenAddress, listenAddress } from "./listen_address.ts";
import { faultNews } from "./fault_news.ts";
import { accountsOf } from "./read_accounts.ts";
import { readTls, type Tls } from "./read_tls.ts";
import { shownSettings } from "./shown_settings.ts";
import { webPorts } from "./web_ports.ts";

/** The web page while it is served. */
export interface Web extends AsyncDisposable {
  /** Says at which URL. */
  readonly started: News;
  readonly pages: PagePorts;
  /** Hears the news of this process, to count it. */
  readonly hear: (news: News) => void;
}

export interface WebOptions {
  readonly settings: Settings;
  readonly givenAsFlag: ReadonlySet<string>;
  readonly env: (name: string) => string | undefined;
  readonly state: StateDir;
  readonly tell: (news: News) => void;
  /** The threads of this process make no progress. */
  readonly isStalled: () => boolean;
}

const connections = 6;
const showEveryMs = 10_000;
const shutdownMs = 5000;
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
    ...{ settings, state, database, accounts, isEncrypted: tls !== undefined },
    isStalled: options.isStalled,
    shown: shownSettings(settings, givenAsFlag, env),
    subfolderFirst: givenAsFlag.has("dataSubfolder"),
    progress: () => told.shown(),
  });
  const app = createApp(ports, (error) => tell(faultNews("web.failed", error)));
  const server = listen(app, address, tls);
  // who does not read an answer to its end keeps nobody from stopping
  stack.defer(() => Promise.race([server.shutdown(), patience()]));
  stack.use(app);
  const resources = stack.move();
  const host = settings.webListen.replace(/:\d+$/, "");
  const url = `http${tls ? "s" : ""}://${host}:${server.addr.port}`;
  return {
    started: { event: "web.started", level: "info", pid: Deno.pid, url },
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
      reportFault: (error) => faultNews("web.failed", error),
      restMs: () => restMs + app.readers() * restMsPerReader,
      everyMs: showEveryMs,
    },
    hear: app.hear,
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

function listen(
  app: WebApp,
  { hostname, port }: ListenAddress,
  tls: Tls | undefined,
): Deno.HttpServer<Deno.NetAddr> {
  try {
    return Deno.serve(
      { hostname, port, ...tls, onListen: () => {} },
      (request, { remoteAddr }) => app.fetch(request, { address: remoteAddr.hostname }),
    );
  } catch (error) {
    throw new IntakeError(
      "LISTEN",
      `WEB_LISTEN ${hostname}:${port} cannot be listened at (${
        error instanceof Error ? error.name : "unknown"
      })`,
      "give another address or port, or stop what has it",
      { cause: error },
    );
  }
}

function patience(): Promise<void> {
  return new Promise((resolve) => Deno.unrefTimer(setTimeout(resolve, shutdownMs)));
}

function requireLogin(address: ListenAddress, accounts: readonly Account[]): void {
  if (isLoopback(address) || accounts.some(({ kind }) => kind === "user")) return;
  throw new IntakeError(
    "SETTINGS",
    `other machines can reach ${address.hostname}, and WEB_USERS has no password`,
    "make one with deno task web-user, or set WEB_LISTEN=127.0.0.1:8480",
  );
}
