import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import type { AccessPorts } from "../ports.ts";
import { problem } from "../problem.ts";
import { isOperator, type Viewer } from "../view.ts";
import { type Account, accountOfToken } from "./accounts.ts";
import { readForm } from "./read_form.ts";
import { isSameSecret, type Sessions } from "./sessions.ts";

/** Values that middleware provides to the pages. */
export interface WebEnv {
  readonly Bindings: { readonly address?: string };
  Variables: {
    viewer: Viewer;
    /** Whether the account of the viewer is unchanged; otherwise open pages are closed. */
    isKnown: () => boolean;
    /** Whether there are pages about images that wait for a person. */
    hasReview: boolean;
  };
}

/** Paths that require no login. */
const publicPaths = /^\/(?:login|healthz|readyz|assets\/.*)$/;
/** Paths for programs, which receive a status instead of the login page. */
const forPrograms = /^\/(?:api\/|metrics|live\/)/;
/** Paths to which every role may send a form. */
const forReaders = /^(?:\/logout|(?:\/api)?\/batches\/find|\/filters(?:\/remove)?)$/;
/** Paths of originals and of decisions about them. */
const forReviewers = /^(?:\/api)?\/review(?:\/|$)/;
const localHosts = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** With HTTPS, the prefix makes browsers limit the cookie to this host. */
export function cookieName(isEncrypted: boolean): string {
  return isEncrypted ? "__Host-session" : "session";
}

/**
 * Authenticates requests by session or bearer token, and calls `onUse` with the account. Where no
 * login is required, the Host header must be a name of this machine, which rejects DNS rebinding by
 * pages of other sites.
 */
export function guard(
  { accounts, isEncrypted }: AccessPorts,
  sessions: Sessions,
  onUse: (account: Account) => Promise<void>,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (publicPaths.test(c.req.path)) return await next();
    const viewer = identify(c, accounts, sessions, cookieName(isEncrypted));
    if (viewer === "misdirected") return c.text("use the host name localhost", 421);
    if (viewer) {
      c.set("viewer", viewer.viewer);
      const { account } = viewer;
      c.set("isKnown", () => !account || isCurrent(account, accounts));
      const recorded = account && onUse(account);
      await next();
      return await recorded;
    }
    if (!forPrograms.test(c.req.path) && c.req.method === "GET") {
      return c.redirect(`/login?to=${encodeURIComponent(c.req.path)}`);
    }
    return problem(c, 401, "Log in, or send a bearer token.", { "WWW-Authenticate": "Bearer" });
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
 * CSRF token) or carry a bearer token. Decisions about originals require the role reviewer, and
 * everything else except for searching, saving filters and logging out the role operator or
 * administrator.
 */
export function authorizeChanges(): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    if (method === "GET" || method === "HEAD") return await next();
    if (c.req.header("sec-fetch-site") === "cross-site") {
      return c.text("cross-site requests are not allowed", 403);
    }
    if (path === "/login") return await next();
    const viewer = c.get("viewer");
    const { by, csrf } = viewer;
    const isTrusted = by === "token" || (by === "local" && isProgram(c));
    if (!isTrusted && !isSameSecret(await csrfTokenOf(c), csrf)) {
      return problem(c, 403, "The form has expired. Reload the page.");
    }
    const missing = missingRole(viewer, path);
    if (missing) return problem(c, 403, `This requires the role ${missing}.`);
    return await next();
  };
}

/** The role that a viewer lacks to send a form to a path; undefined if the viewer may send it. */
function missingRole(viewer: Viewer, path: string): "reviewer" | "operator" | undefined {
  if (forReviewers.test(path)) return viewer.role === "reviewer" ? undefined : "reviewer";
  return forReaders.test(path) || isOperator(viewer) ? undefined : "operator";
}

/**
 * Lets only reviewers reach originals and decisions about them, whatever the method. `refuse`
 * responds to requests for pages.
 */
export function reviewersOnly(
  refuse: (c: Context<WebEnv>, text: string) => Response | Promise<Response>,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { path } = c.req;
    if (!forReviewers.test(path) || c.get("viewer").role === "reviewer") return await next();
    const text = "Only an account with the role reviewer may see originals and decide about them.";
    return path.startsWith("/api/") ? problem(c, 403, text) : await refuse(c, text);
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

/** Rejects URLs with a NUL, which PostgreSQL does not accept in text. */
export function refuseNul(): MiddlewareHandler {
  return async (c, next) => {
    if (!c.req.url.includes("%00")) return await next();
    return problem(c, 400, "The URL contains a NUL character.");
  };
}
