import type { MiddlewareHandler } from "hono";

/** Refuses addresses with a NUL: nothing here has one in its name, and PostgreSQL takes none. */
export function refuseNul(): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes("%00")) return await next();
    return c.json({ error: "the address holds a NUL" }, 400);
  };
}
