import type { Context, Hono } from "hono";
import { getCookie } from "hono/cookie";
import { addAccounts } from "./account_routes.tsx";
import { addAcknowledge } from "./acknowledge_routes.tsx";
import { addActions } from "./action_routes.tsx";
import type { LivePages } from "./live/live_pages.ts";
import { AcknowledgeForms } from "./pages/acknowledge.tsx";
import { batch, RetryForm } from "./pages/batch.tsx";
import { batchImages } from "./pages/batch_images.tsx";
import { BatchFilters } from "./pages/batch_filters.tsx";
import { batches } from "./pages/batches.tsx";
import { help } from "./pages/help.tsx";
import { image } from "./pages/image.tsx";
import { type Frame, Layout, Live } from "./pages/layout.tsx";
import { overview } from "./pages/overview.tsx";
import { SavedFilters } from "./pages/saved_filters.tsx";
import { screening } from "./pages/screening.tsx";
import { series } from "./pages/series.tsx";
import { settings } from "./pages/settings.tsx";
import { TargetChecks, targets, TestForm } from "./pages/targets.tsx";
import type { PageParts } from "./ports.ts";
import type { WebEnv } from "./security/guard.ts";
import { type Html, type View, zoneOf } from "./view.ts";

/** A page and its path. */
interface Page {
  readonly path: string;
  readonly section: string;
  readonly title: (view: View) => string;
  /** Renders the page; undefined if it does not exist. */
  readonly content: (ports: PageParts, view: View) => Promise<Html | undefined>;
  /** Content for one viewer only, which is not part of the shared live content. */
  readonly above?: (view: View, ports: PageParts) => Html | null;
  readonly isLive?: boolean;
  readonly scripts?: Frame["scripts"];
}

const pages: readonly Page[] = [
  {
    path: "/",
    section: "/",
    title: () => "Overview",
    content: overview,
    isLive: true,
  },
  {
    path: "/batches",
    section: "/batches",
    title: () => "Batches",
    content: batches,
    above: (view, ports) => (
      <>
        <h1>Batches</h1>
        <BatchFilters view={view} />
        <SavedFilters ports={ports} view={view} />
      </>
    ),
    isLive: true,
  },
  {
    path: "/batches/:code",
    section: "/batches",
    title: ({ params }) => params["code"] ?? "",
    content: batch,
    above: (view) => (
      <>
        <RetryForm view={view} />
        <AcknowledgeForms view={view} />
      </>
    ),
    isLive: true,
  },
  {
    path: "/batches/:code/images",
    section: "/batches",
    title: ({ params }) => `Images of ${params["code"]}`,
    content: batchImages,
  },
  {
    path: "/images/:uid",
    section: "/batches",
    title: () => "Image",
    content: image,
    scripts: ["stack_viewer.mjs"],
  },
  {
    path: "/series/:uid",
    section: "/batches",
    title: () => "Series",
    content: series,
    scripts: ["stack_viewer.mjs"],
  },
  {
    path: "/targets",
    section: "/targets",
    title: () => "Targets",
    content: targets,
    above: (view) => <TestForm view={view} />,
    isLive: true,
  },
  { path: "/screening", section: "/screening", title: () => "Screening", content: screening },
  { path: "/settings", section: "/settings", title: () => "Settings", content: settings },
  { path: "/help", section: "/help", title: () => "Help", content: help },
];

/** Adds the routes of the pages, of their live updates and of their forms. */
export function addPages(app: Hono<WebEnv>, ports: PageParts, live: LivePages): void {
  for (const page of pages) addPage(app, ports, live, page);
  addAcknowledge(app, ports, viewOf);
  addAccounts(app, ports, viewOf);
  addActions(app, ports, viewOf);
  app.post("/targets/test", async (c) => {
    const view = viewOf(c);
    const checks = await ports.checkTargets();
    return c.html(
      <Layout title="Test of targets" section="/targets" view={view} scripts={[]}>
        <TestForm view={view} />
        <TargetChecks checks={checks} />
      </Layout>,
    );
  });
}

function addPage(app: Hono<WebEnv>, ports: PageParts, live: LivePages, page: Page): void {
  app.get(page.path, async (c) => {
    const view = viewOf(c);
    const content = await page.content(ports, view);
    if (content === undefined) return c.notFound();
    const title = page.title(view);
    const { search } = new URL(c.req.url);
    return c.html(
      <Layout title={title} section={page.section} view={view} scripts={page.scripts ?? []}>
        {page.above?.(view, ports)}
        {page.isLive ? <Live url={`${c.req.path}${search}`}>{content}</Live> : content}
      </Layout>,
    );
  });
  if (!page.isLive) return;
  app.get(`/live${page.path}`, async (c) => {
    const view = viewOf(c);
    const key = `${view.viewer.role} ${view.zone} ${c.req.url}`;
    const stream = await live.open(key, () => page.content(ports, view), c.get("isKnown"));
    if (!stream) return c.text("too many pages are open, or the server is stopping", 503);
    return c.body(stream, 200, { "Content-Type": "text/event-stream", "X-Accel-Buffering": "no" });
  });
}

/** The view of a request. */
export function viewOf(c: Context<WebEnv>): View {
  return {
    viewer: c.get("viewer"),
    zone: zoneOf(getCookie(c, "zone")),
    params: c.req.param(),
    query: new URL(c.req.url).searchParams,
    hasReview: c.get("hasReview"),
  };
}
