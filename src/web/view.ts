import type { HtmlEscapedString } from "hono/utils/html";

/** The viewer, parameters and time zone of a request for a page. */
export interface View {
  readonly viewer: Viewer;
  /** The IANA time zone of the viewer's browser; UTC until it is known. */
  readonly zone: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Whether there are pages about images that wait for a person. */
  readonly hasReview?: boolean;
}

const zoneSyntax = /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/;
const known = new Map<string, boolean>();
const maxCached = 1000;

/** Whether a text is the name of an IANA time zone. */
export function isTimeZone(text: string): boolean {
  if (!zoneSyntax.test(text) || text.length > 64) return false;
  const isKnown = known.get(text) ?? isUnderstood(text);
  if (known.size < maxCached) known.set(text, isKnown);
  return isKnown;
}

/** The time zone if it is valid, otherwise UTC. */
export function zoneOf(name: string | undefined): string {
  return name !== undefined && isTimeZone(name) ? name : "UTC";
}

function isUnderstood(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/**
 * A reader may view and search; an operator may also change something; an administrator may also
 * see the accounts. A reviewer may view and search, see originals that wait for a person, and
 * decide about them.
 */
export const roles = ["reader", "operator", "administrator", "reviewer"] as const;
export type Role = typeof roles[number];

/** The user or program that sends a request. */
export interface Viewer {
  readonly name: string;
  readonly role: Role;
  /** `local`: no login is required; `session`: logged in; `token`: a bearer token. */
  readonly by: "local" | "session" | "token";
  /** The CSRF token of this viewer's forms. */
  readonly csrf: string;
}

/** Whether a viewer may change something: process Batches again, acknowledge, test targets. */
export function isOperator({ role }: Pick<Viewer, "role">): boolean {
  return role === "operator" || role === "administrator";
}

/** Whether a viewer may see the accounts: an administrator, or everyone who needs no login. */
export function seesAccounts({ role, by }: Pick<Viewer, "role" | "by">): boolean {
  return role === "administrator" || by === "local";
}

/** The name of a viewer in the audit trail. */
export function nameOf({ name, by }: Pick<Viewer, "name" | "by">): string {
  return by === "token" ? `token ${name}` : name;
}

/** The output of a component: HTML in which all values are escaped. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const earliestMs = Date.parse("0001-01-01T00:00:00Z");
const latestMs = Date.parse("9999-12-30T23:59:59Z");

/** Parses a time; undefined if it is invalid, or outside of the years 1 to 9999. */
export function momentOf(text: string): Date | undefined {
  const moment = new Date(text);
  return moment.getTime() >= earliestMs && moment.getTime() <= latestMs ? moment : undefined;
}
