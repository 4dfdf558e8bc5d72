import type { Hono } from "hono";
import { respondsWithin } from "../database/responds_within.ts";
import { findImagePlace } from "../database/find_image.ts";
import type { LivePages } from "./live/live_pages.ts";
import type { Metrics } from "./metrics.ts";
import type { PageParts } from "./ports.ts";
import type { WebEnv } from "./security/guard.ts";

const databaseTimeoutMs = 2000;

/** Adds the routes for programs: health, readiness, metrics and image files. */
export function addMachineRoutes(
  app: Hono<WebEnv>,
  ports: PageParts,
  live: LivePages,
  metrics: Metrics,
): void {
  app.get("/healthz", (c) => {
    return ports.isStalled() ? c.text("threads make no progress\n", 503) : c.text("alive\n");
  });
  app.get("/readyz", async (c) => {
    const [database, missing] = await Promise.all([
      respondsWithin(ports.sql, databaseTimeoutMs),
      ports.missingInboxes(),
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
    const file = place && await ports.openImage(place);
    if (!file) return c.notFound();
    const { size } = await file.stat();
    return c.body(file.readable, 200, {
      "Content-Type": "application/dicom",
      "Content-Length": String(size),
      "Content-Disposition": `attachment; filename="${place.instance}.dcm"`,
    });
  });
}
