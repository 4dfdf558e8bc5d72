import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { readIntakeState } from "../database/read_intake_state.ts";
import type { IntakeEvent } from "../model/event.ts";
import { createApi } from "./api/api.ts";
import { readAsset } from "./assets/assets.ts";
import { LivePages } from "./live/live_pages.ts";
import { addLogin } from "./login_routes.tsx";
import { addMachineRoutes } from "./machine_routes.ts";
import { createMetrics } from "./metrics.ts";
import { addPages, viewOf } from "./page_routes.tsx";
import { ApiPage } from "./pages/api_page.tsx";
import { Layout } from "./pages/layout.tsx";
import { MessagePage } from "./pages/plain.tsx";
import type { WebPorts } from "./ports.ts";
import { Recent } from "./recent.ts";
import { changesNeedConsent, guard, type WebEnv } from "./security/guard.ts";
import { refuseNul } from "./security/refuse_nul.ts";
import { securityHeaders } from "./security/security_headers.ts";
import { Sessions } from "./security/sessions.ts";

/** The pages and the API as one function from request to answer. */
export interface WebApp extends Disposable {
  readonly fetch: (request: Request, client: { readonly address?: string }) => Promise<Response>;
  /** Shows whoever looks what has changed. */
  readonly refresh: () => Promise<void>;
  /** How many pages are open that follow what happens. */
  readonly readers: () => number;
  /** Counts what this process does. */
  readonly hear: (news: IntakeEvent) => void;
}

/** Counting every Batch takes longest of all, and many ask. */
const stateForMs = 1000;
const largestForm = 16 * 1024;
const forEver = "public, max-age=31536000, immutable";

/** Puts the pages together. `tell` hears of what should not happen, without any of its data. */
export function createApp(ports: WebPorts, tell: (error: unknown) => void): WebApp {
  const app = new Hono<WebEnv>();
  const live = new LivePages();
  const sessions = new Sessions();
  const metrics = createMetrics();
  const state = new Recent(() => readIntakeState(ports.sql), stateForMs);
  app.use(securityHeaders());
  app.use(bodyLimit({
    maxSize: largestForm,
    onError: (c) => c.json({ error: "that is more than any form here has" }, 413),
  }));
  app.use(refuseNul());
  app.get("/assets/:tag/:name", async (c) => {
    const asset = await readAsset(c.req.param("name"));
    if (!asset) return c.notFound();
    return c.body(asset.bytes, 200, { "Content-Type": asset.type, "Cache-Control": forEver });
  });
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
  });
  app.use(guard(ports.accounts, sessions, ports.isEncrypted));
  app.use(changesNeedConsent());
  addLogin(app, ports, sessions);
  addPages(app, { ...ports, state: () => state.get() }, live);
  const api = createApi(ports);
  app.route("/api", api.app);
  app.get("/api", (c) =>
    c.html(
      <Layout title="API" section="/api" view={viewOf(c)}>
        <ApiPage document={api.document()} />
      </Layout>,
    ));
  addMachineRoutes(app, { ...ports, state: () => state.get() }, live, metrics);
  addFallbacks(app, tell);
  return {
    fetch: async (request, client) => await app.fetch(request, client),
    refresh: () => {
      state.forget();
      return live.refresh();
    },
    readers: () => live.readers,
    hear: metrics.hear,
    [Symbol.dispose]: () => live[Symbol.dispose](),
  };
}

/** What is said where there is nothing, and where something failed; to programs in JSON. */
function addFallbacks(app: Hono<WebEnv>, tell: (error: unknown) => void): void {
  app.notFound((c) => {
    const text = "There is no such page, Batch or image.";
    if (c.req.path.startsWith("/api/")) return c.json({ error: text }, 404);
    return c.html(<MessagePage title="Not here" text={text} view={undefined} />, 404);
  });
  app.onError((error, c) => {
    tell(error);
    const text = "This page could not be made; the log of the program says why.";
    if (c.req.path.startsWith("/api/")) return c.json({ error: text }, 500);
    return c.html(<MessagePage title="Something failed" text={text} view={undefined} />, 500);
  });
}
