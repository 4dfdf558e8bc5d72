import type { MiddlewareHandler } from "hono";

/** Rejects URLs with a NUL, which PostgreSQL does not accept in text. */
export function refuseNul(): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes("%00")) return await next();
    return c.json({ error: "The URL contains a NUL character." }, 400);
  };
}
