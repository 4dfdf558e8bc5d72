import assert from "node:assert/strict";
import { formatAccounts, hashPassword, hashToken } from "../../../src/web/security/accounts.ts";
import type { RunningIntake } from "../program/running_intake.ts";

/** Where a command that serves the page serves it. */
export async function webUrl(running: RunningIntake): Promise<string> {
  const { url } = await running.until(({ event }) => event === "web.started");
  assert.ok(url);
  return url;
}

export const password = "correct horse battery";
export const tokens = { operator: "di_operator", reader: "di_reader" };

/** Writes a file for WEB_USERS with `alice`, an operator, `bob`, a reader, and both tokens. */
export async function writeAccounts(path: string): Promise<void> {
  // little work, for tests guess often
  const hash = await hashPassword(password, { logN: 10, r: 8, p: 1 });
  const text = formatAccounts([
    { kind: "user", name: "alice", role: "operator", hash },
    { kind: "user", name: "bob", role: "reader", hash },
    { kind: "token", name: "o", role: "operator", hash: hashToken(tokens.operator) },
    { kind: "token", name: "r", role: "reader", hash: hashToken(tokens.reader) },
  ]);
  Deno.writeTextFileSync(path, text, { mode: 0o600 });
}

/** An answer whose body was read. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Asks for an address, following no redirection. */
export async function ask(
  url: string,
  init: RequestInit & { client?: Deno.HttpClient } = {},
): Promise<Answer> {
  const response = await fetch(url, { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** The headers of a program that has a token. */
export function bearer(token: string): { headers: Record<string, string> } {
  return { headers: { authorization: `Bearer ${token}` } };
}

/** Logs in and returns the session's cookie. */
export async function logIn(url: string, name: string): Promise<string> {
  const body = new URLSearchParams({ name, password });
  const { status, headers } = await ask(`${url}/login`, { method: "POST", body });
  assert.equal(status, 303);
  const [cookie = ""] = headers.getSetCookie();
  assert.match(cookie, /^session=[\w-]{43};.*HttpOnly; SameSite=Strict/);
  return cookie.split(";")[0] ?? "";
}
