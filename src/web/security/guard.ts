import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { Viewer } from "../view.ts";
import { type Account, accountOfToken } from "./accounts.ts";
import { isSameSecret, type Sessions } from "./sessions.ts";

/** Values that middleware provides to the pages. */
export interface WebEnv {
  readonly Bindings: { readonly address?: string };
  Variables: {
    viewer: Viewer;
    /** Whether the account of the viewer is unchanged; otherwise open pages are closed. */
    isKnown: () => boolean;
  };
}

/** Paths that require no login. */
const publicPaths = /^\/(?:login|healthz|readyz|assets\/.*)$/;
/** Paths for programs, which receive a status instead of the login page. */
const forPrograms = /^\/(?:api\/|metrics|live\/)/;
const localHosts = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** With HTTPS, the prefix makes browsers limit the cookie to this host. */
export function cookieName(isEncrypted: boolean): string {
  return isEncrypted ? "__Host-session" : "session";
}

/**
 * Authenticates requests by session or bearer token. Where no login is required, the Host header
 * must be a name of this machine, which rejects DNS rebinding by pages of other sites.
 */
export function guard(
  accounts: (() => readonly Account[]) | undefined,
  sessions: Sessions,
  isEncrypted: boolean,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (publicPaths.test(c.req.path)) return await next();
    const viewer = identify(c, accounts, sessions, cookieName(isEncrypted));
    if (viewer === "misdirected") return c.text("use the host name localhost", 421);
    if (viewer) {
      c.set("viewer", viewer.viewer);
      c.set("isKnown", () => !viewer.account || isCurrent(viewer.account, accounts));
      return await next();
    }
    if (!forPrograms.test(c.req.path) && c.req.method === "GET") {
      return c.redirect(`/login?to=${encodeURIComponent(c.req.path)}`);
    }
    return c.json({ error: "Log in, or send a bearer token." }, 401, {
      "WWW-Authenticate": "Bearer",
    });
  };
}

interface Identified {
  readonly viewer: Viewer;
  /** Absent where no login is required. */
  readonly account?: Account;
}

function identify(
  c: Context<WebEnv>,
  accounts: (() => readonly Account[]) | undefined,
  sessions: Sessions,
  cookie: string,
): Identified | "misdirected" | undefined {
  if (!accounts) {
    if (!localHosts.test(c.req.header("host") ?? "")) return "misdirected";
    const csrf = sessions.csrfToken("local");
    return { viewer: { name: "local", role: "operator", by: "local", csrf } };
  }
  const [, token] = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "") ?? [];
  const account = token && accountOfToken(accounts(), token);
  if (account) {
    return { viewer: { name: account.name, role: account.role, by: "token", csrf: "" }, account };
  }
  const id = getCookie(c, cookie);
  const session = id && sessions.find(id);
  if (!id || !session) return undefined;
  const { name, role, hash = "" } = session;
  const opened: Account = { kind: "user", name, role, hash };
  if (!isCurrent(opened, accounts)) {
    sessions.close(id);
    return undefined;
  }
  const viewer: Viewer = { name, role, by: "session", csrf: sessions.csrfToken(id) };
  return { viewer, account: opened };
}

/** Whether the account exists with the same role and password. */
function isCurrent(account: Account, accounts: (() => readonly Account[]) | undefined): boolean {
  return accounts?.().some((each) =>
    each.kind === account.kind && each.name === account.name && each.role === account.role &&
    each.hash === account.hash
  ) ?? false;
}

/**
 * Authorizes requests that change something: they must come from a form of this program (with its
 * CSRF token) or carry a bearer token. Retrying requires the role operator.
 */
export function authorizeChanges(): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    if (method === "GET" || method === "HEAD") return await next();
    if (c.req.header("sec-fetch-site") === "cross-site") {
      return c.text("cross-site requests are not allowed", 403);
    }
    if (path === "/login") return await next();
    const { by, role, csrf } = c.get("viewer");
    const isTrusted = by === "token" || (by === "local" && isProgram(c));
    if (!isTrusted && !isSameSecret(await csrfTokenOf(c), csrf)) {
      return c.json({ error: "The form has expired. Reload the page." }, 403);
    }
    if (role !== "operator" && path.endsWith("/retry")) {
      return c.json({ error: "This requires the role operator." }, 403);
    }
    return await next();
  };
}

/** Browsers send the origin of a request that changes something; programs such as `curl` do not. */
function isProgram(c: Context<WebEnv>): boolean {
  const origin = c.req.header("origin") ?? c.req.header("sec-fetch-site") ??
    c.req.header("referer");
  return origin === undefined && c.req.path.startsWith("/api/");
}

async function csrfTokenOf(c: Context<WebEnv>): Promise<string> {
  const header = c.req.header("x-csrf-token");
  if (header !== undefined) return header;
  const { csrf } = await readForm(c);
  return csrf ?? "";
}

/**
 * Reads the text fields of a form, without values that contain a NUL. Empty if the body is not a
 * form.
 */
export async function readForm(c: Context): Promise<Readonly<Record<string, string>>> {
  const texts = Object.entries(await parse(c)).flatMap(([name, value]) =>
    typeof value === "string" && !value.includes("\0") ? [[name, value] as const] : []
  );
  return Object.fromEntries(texts);
}

async function parse(c: Context): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await c.req.parseBody();
  } catch (error) {
    if (error instanceof TypeError) return {}; // the body does not match its Content-Type
    throw error;
  }
}

/** Rejects URLs with a NUL, which PostgreSQL does not accept in text. */
export function refuseNul(): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes("%00")) return await next();
    return c.json({ error: "The URL contains a NUL character." }, 400);
  };
}
