import type { Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ClientErrorStatusCode } from "hono/utils/http-status";
import { viewOf } from "./page_routes.tsx";
import { MessagePage } from "./pages/layout.tsx";
import { problem } from "./problem.ts";
import type { WebEnv } from "./security/guard.ts";
import type { View } from "./view.ts";

/**
 * Adds the pages for unknown addresses and for errors; the API responds with JSON. A request that
 * the library refuses, for example because its body is not JSON, is no fault of the program.
 */
export function addFallbacks(app: Hono<WebEnv>, onFault: (error: unknown) => void): void {
  app.notFound((c) => {
    const allowed = methodsOf(app, c.req.path);
    if (allowed.length > 0 && !allowed.includes(c.req.method)) {
      const text = `This address allows ${allowed.join(", ")}.`;
      return problem(c, 405, text, { Allow: allowed.join(", ") });
    }
    const text = "This page, Batch or image does not exist.";
    if (c.req.path.startsWith("/api/")) return problem(c, 404, text);
    return c.html(<MessagePage title="Not found" text={text} view={viewIfKnown(c)} />, 404);
  });
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      return problem(c, error.status as ClientErrorStatusCode, error.message);
    }
    onFault(error);
    const text = "This page could not be created. The log of the program contains the reason.";
    if (c.req.path.startsWith("/api/")) return problem(c, 500, text);
    return c.html(<MessagePage title="Internal error" text={text} view={viewIfKnown(c)} />, 500);
  });
}

/** The methods that an address allows; none if it does not exist. */
function methodsOf({ routes }: Hono<WebEnv>, path: string): string[] {
  const named = routes.filter(({ method, path: pattern }) =>
    method !== "ALL" && new RegExp(`^${pattern.replaceAll(/:\w+/g, "[^/]+")}$`).test(path)
  ).map(({ method }) => method);
  return [...new Set(named.includes("GET") ? [...named, "HEAD"] : named)];
}

/** The view of a viewer who is logged in: the page of a fault has the same navigation. */
function viewIfKnown(c: Context<WebEnv>): View | undefined {
  const viewer: View["viewer"] | undefined = c.get("viewer");
  return viewer && viewOf(c);
}
