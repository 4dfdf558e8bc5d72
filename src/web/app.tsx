import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { recordAccountUse } from "../database/accounts/account_uses.ts";
import { respondsWithin } from "../database/open_database.ts";
import { findImagePlace } from "../database/views/find_image.ts";
import { readIntakeState } from "../database/views/read_intake_state.ts";
import type { IntakeEvent } from "../model/event.ts";
import { createApi } from "./api/api.ts";
import { readAsset } from "./assets/assets.ts";
import { addFallbacks } from "./fallbacks.tsx";
import { LivePages } from "./live/live_pages.ts";
import { addLogin } from "./login_routes.tsx";
import { createMetrics, type Metrics } from "./metrics.ts";
import { addPages, viewOf } from "./page_routes.tsx";
import { ApiPage } from "./pages/api_page.tsx";
import { Layout } from "./pages/layout.tsx";
import type { PageParts, WebPorts } from "./ports.ts";
import { problem } from "./problem.ts";
import { addViewer } from "./viewer_routes.ts";
import { addReview } from "./review/review_routes.tsx";
import { AccountUses } from "./security/account_uses.ts";
import { authorizeChanges, guard, refuseNul, type WebEnv } from "./security/guard.ts";
import { securityHeaders } from "./security/security_headers.ts";
import { Sessions } from "./security/sessions.ts";

/** The web page and the API as one function from request to response. */
export interface WebApp extends Disposable {
  readonly fetch: (request: Request, client: { readonly address?: string }) => Promise<Response>;
  /** Sends changed content to open pages. */
  readonly refresh: () => Promise<void>;
  /** The number of open pages that are updated live. */
  readonly readers: () => number;
  /** Counts the events of this process. */
  readonly onEvent: (event: IntakeEvent) => void;
}

/** How long the counts of all Batches are cached: they take longest to read. */
const stateForMs = 1000;
const maxBodyBytes = 16 * 1024;
const cacheForever = "public, max-age=31536000, immutable";

/** Creates the app. `onFault` is called with unexpected errors. */
export function createApp(ports: WebPorts, onFault: (error: unknown) => void): WebApp {
  const app = new Hono<WebEnv>();
  const live = new LivePages();
  const sessions = new Sessions();
  const metrics = createMetrics();
  const state = new Recent(() => readIntakeState(ports.sql), stateForMs);
  app.use(securityHeaders());
  app.use(bodyLimit({
    maxSize: maxBodyBytes,
    onError: (c) => problem(c, 413, "The request body is too large."),
  }));
  app.use(refuseNul());
  app.get("/assets/:tag/:name", async (c) => {
    const asset = await readAsset(c.req.param("name"));
    if (!asset) return c.notFound();
    return c.body(asset.bytes, 200, { "Content-Type": asset.type, "Cache-Control": cacheForever });
  });
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has("Cache-Control")) c.res.headers.set("Cache-Control", "no-store");
  });
  const uses = new AccountUses((account) => recordAccountUse(ports.sql, account), onFault);
  app.use(guard(ports.access, sessions, (account) => uses.add(account)));
  app.use(authorizeChanges());
  addReview(app, ports.review, viewOf);
  addLogin(app, ports.access, sessions);
  addPages(app, { ...ports, state: () => state.get() }, live);
  addViewer(app, ports);
  addApi(app, ports);
  addMachineRoutes(app, { ...ports, state: () => state.get() }, live, metrics);
  addFallbacks(app, onFault);
  return {
    fetch: async (request, client) => await app.fetch(request, client),
    refresh: () => {
      state.forget();
      return live.refresh();
    },
    readers: () => live.readers,
    onEvent: metrics.onEvent,
    [Symbol.dispose]: () => live[Symbol.dispose](),
  };
}

/** Adds the API, and the page that documents it. */
function addApi(app: Hono<WebEnv>, ports: WebPorts): void {
  app.route("/api", createApi(ports));
  app.get("/api", (c) =>
    c.html(
      <Layout
        title="API"
        section="/api"
        view={viewOf(c)}
        scripts={["swagger-ui.js", "api.js"]}
        styles={["swagger-ui.css"]}
      >
        <ApiPage />
      </Layout>,
    ));
}

const databaseTimeoutMs = 2000;

/** Adds the routes for programs: health, readiness, metrics and image files. */
function addMachineRoutes(
  app: Hono<WebEnv>,
  ports: PageParts,
  live: LivePages,
  metrics: Metrics,
): void {
  app.get("/healthz", (c) => {
    return ports.program.isStalled()
      ? c.text("threads make no progress\n", 503)
      : c.text("alive\n");
  });
  app.get("/readyz", async (c) => {
    const [database, missing] = await Promise.all([
      respondsWithin(ports.sql, databaseTimeoutMs),
      ports.storage.missingInboxes(),
    ]);
    const inboxes = missing.length === 0;
    // available without login, therefore without paths
    return c.json({ database, inboxes }, database && inboxes ? 200 : 503);
  });
  app.get("/metrics", async (c) => {
    const text = await metrics.render(ports, live.readers);
    return c.body(text, 200, { "Content-Type": metrics.contentType });
  });
  app.get("/images/:uid/file", async (c) => {
    const place = await findImagePlace(ports.sql, c.req.param("uid"));
    const file = place && await ports.storage.openImage(place);
    if (!file) return c.notFound();
    const { size } = await file.stat();
    return c.body(file.readable, 200, {
      "Content-Type": "application/dicom",
      "Content-Length": String(size),
      "Content-Disposition": `attachment; filename="${place.instance}.dcm"`,
    });
  });
}

/**
 * Caches a value for `forMs` milliseconds, for pages of several viewers and for metrics. Call
 * `forget` to read it again earlier.
 */
export class Recent<T> {
  #value: Promise<T> | undefined;
  #readAt = 0;

  constructor(
    readonly read: () => Promise<T>,
    readonly forMs: number,
    readonly now: () => number = () => performance.now(),
  ) {}

  get(): Promise<T> {
    if (this.#value && this.now() - this.#readAt < this.forMs) return this.#value;
    const value = this.read();
    this.#value = value;
    this.#readAt = this.now();
    value.catch(() => this.forget());
    return value;
  }

  forget(): void {
    this.#value = undefined;
  }
}
