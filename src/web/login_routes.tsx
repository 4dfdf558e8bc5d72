import type { Hono } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { LoginPage } from "./pages/plain.tsx";
import type { WebPorts } from "./ports.ts";
import { readForm } from "./read_form.ts";
import { cookieName, type WebEnv } from "./security/guard.ts";
import { Login } from "./security/login.ts";
import type { Sessions } from "./security/sessions.ts";

const faults = {
  "wrong": "Incorrect username or password.",
  "too many": "Too many attempts. Try again in 15 minutes.",
} as const;

/** Adds the routes for logging in and out. */
export function addLogin(app: Hono<WebEnv>, ports: WebPorts, sessions: Sessions): void {
  const cookie = cookieName(ports.isEncrypted);
  const options = {
    httpOnly: true,
    sameSite: "Strict",
    secure: ports.isEncrypted,
    path: "/",
  } as const;
  const login = new Login(ports.accounts ?? (() => []));

  app.get("/login", (c) => {
    if (!ports.accounts) return c.redirect("/");
    return c.html(<LoginPage to={ownPath(c.req.query("to"))} fault={undefined} />);
  });
  app.post("/login", async (c) => {
    const { name = "", password = "", to } = await readForm(c);
    const attempt = await login.attempt(name, password, c.env.address ?? "");
    if (typeof attempt === "string") {
      const status = attempt === "wrong" ? 401 : 429;
      return c.html(<LoginPage to={ownPath(to)} fault={faults[attempt]} />, status);
    }
    setCookie(c, cookie, sessions.open(attempt), options);
    return c.redirect(ownPath(to), 303);
  });
  app.post("/logout", (c) => {
    sessions.close(getCookie(c, cookie) ?? "");
    deleteCookie(c, cookie, options);
    return c.redirect("/login", 303);
  });
}

/** Returns the path if it belongs to this program, not to another host; otherwise `/`. */
function ownPath(path: string | undefined): string {
  return path && /^\/(?![/\\])[\w\-./]*$/.test(path) ? path : "/";
}
