import type { Context, MiddlewareHandler } from "hono";
import { getCookie } from "hono/cookie";
import { readForm } from "../read_form.ts";
import type { Viewer } from "../viewer.ts";
import { type Account, accountOfToken } from "./accounts.ts";
import { isSameSecret, type Sessions } from "./sessions.ts";

/** What middleware tells the pages. */
export interface WebEnv {
  readonly Bindings: { readonly address?: string };
  Variables: {
    viewer: Viewer;
    /** Whether the viewer's account is still as it was: an open page ends when it is not. */
    isKnown: () => boolean;
  };
}

/** Who may pass without being known: logging in, and what only says that the program lives. */
const open = /^\/(?:login|healthz|readyz|assets\/.*)$/;
/** Whoever calls these is a program, and reads a status rather than a page. */
const forPrograms = /^\/(?:api\/|metrics|live\/)/;
const localHosts = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/** The cookie's name says to browsers that it is for this host alone, where it can. */
export function cookieName(isEncrypted: boolean): string {
  return isEncrypted ? "__Host-session" : "session";
}

/**
 * Lets in who is known: by a session, by a bearer token, or, where nobody has to log in, whoever
 * asks for this machine by its own name (a page of another site that was given a name which leads
 * here does not).
 */
export function guard(
  accounts: (() => readonly Account[]) | undefined,
  sessions: Sessions,
  isEncrypted: boolean,
): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    if (open.test(c.req.path)) return await next();
    const viewer = identify(c, accounts, sessions, cookieName(isEncrypted));
    if (viewer === "misdirected") return c.text("ask for localhost", 421);
    if (viewer) {
      c.set("viewer", viewer.viewer);
      c.set("isKnown", () => !viewer.account || isCurrent(viewer.account, accounts));
      return await next();
    }
    if (!forPrograms.test(c.req.path) && c.req.method === "GET") {
      return c.redirect(`/login?to=${encodeURIComponent(c.req.path)}`);
    }
    return c.json({ error: "log in, or send a bearer token" }, 401, {
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

/** A removed account, and one whose password or role was changed, is no more what it was. */
function isCurrent(account: Account, accounts: (() => readonly Account[]) | undefined): boolean {
  return accounts?.().some((each) =>
    each.kind === account.kind && each.name === account.name && each.role === account.role &&
    each.hash === account.hash
  ) ?? false;
}

/**
 * Lets a request that changes something pass when it comes from one of this program's own forms
 * (its token, which no other site can read), or carries a bearer token; and from an operator.
 */
export function changesNeedConsent(): MiddlewareHandler<WebEnv> {
  return async (c, next) => {
    const { method, path } = c.req;
    if (method === "GET" || method === "HEAD") return await next();
    if (c.req.header("sec-fetch-site") === "cross-site") return c.text("not from here", 403);
    if (path === "/login") return await next();
    const { by, role, csrf } = c.get("viewer");
    const isTrusted = by === "token" || (by === "local" && isProgram(c));
    if (!isTrusted && !isSameSecret(await givenToken(c), csrf)) {
      return c.json({ error: "the form is too old, or not of this page; load it again" }, 403);
    }
    if (role !== "operator" && path.endsWith("/retry")) {
      return c.json({ error: "only an operator may do this" }, 403);
    }
    return await next();
  };
}

/** Every browser says where a request that changes something comes from; `curl` does not. */
function isProgram(c: Context<WebEnv>): boolean {
  const says = c.req.header("origin") ?? c.req.header("sec-fetch-site") ?? c.req.header("referer");
  return says === undefined && c.req.path.startsWith("/api/");
}

async function givenToken(c: Context<WebEnv>): Promise<string> {
  const header = c.req.header("x-csrf-token");
  if (header !== undefined) return header;
  const { csrf } = await readForm(c);
  return csrf ?? "";
}
