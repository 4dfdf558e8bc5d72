import assert from "node:assert/strict";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { createApp } from "../../../src/web/app.tsx";
import { formatAccounts, hashToken, parseAccounts } from "../../../src/web/security/accounts.ts";
import { portsOf } from "../web/web_ports.ts";
import type { FakeReview } from "./fake_review.ts";

/** Tokens of the accounts; `rita` and `rolf` are reviewers. */
const roles = { rita: "reviewer", rolf: "reviewer", olga: "operator", ron: "reader" } as const;

type Name = keyof typeof roles;

const accounts = parseAccounts(formatAccounts(
  Object.entries(roles).map(([name, role]) => (
    { kind: "token" as const, name, role, hash: hashToken(`di_${name}`) }
  )),
));

/** A response whose body was read. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Without markup. */
  readonly words: string;
}

/** Asks the pages and the API as an account. A body is sent as a form, or as JSON if it is text. */
export type AskReview = (
  name: Name | undefined,
  path: string,
  body?: URLSearchParams | string,
) => Promise<Asked>;

/** No page of a review reads the catalogue itself. */
const noDatabase = (() => Promise.resolve([])) as unknown as Sql;

/** Runs a test with pages for the accounts; nothing may fail. */
export async function withReviewPages(
  review: Pick<FakeReview, "ports"> | undefined,
  test: (ask: AskReview) => Promise<void>,
  sql: Sql = noDatabase,
): Promise<void> {
  const ports = { ...portsOf(sql, { accounts: () => accounts }), review: review?.ports };
  using app = createApp(ports, (error) => assert.fail(String(error)));
  await test(async (name, path, body) => {
    const headers = {
      ...(name === undefined ? {} : { authorization: `Bearer di_${name}` }),
      ...(typeof body === "string" ? { "content-type": "application/json" } : {}),
    };
    const init = body === undefined ? { headers } : { method: "POST", headers, body };
    const client = { address: "192.0.2.7" };
    const response = await app.fetch(new Request(`http://h${path}`, init), client);
    const html = await response.text();
    const words = html.replaceAll(/<[^>]*>/g, " ").replaceAll(/\s+/g, " ");
    return { status: response.status, headers: response.headers, html, words };
  });
}
