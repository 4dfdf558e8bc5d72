import type { Viewer } from "./viewer.ts";

/** The viewer, parameters and time zone of a request for a page. */
export interface View {
  readonly viewer: Viewer;
  /** The IANA time zone of the viewer's browser; UTC until it is known. */
  readonly zone: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

const syntax = /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/;
const known = new Map<string, boolean>();
const maxCached = 1000;

/** Whether a text is the name of an IANA time zone. */
export function isTimeZone(text: string): boolean {
  if (!syntax.test(text) || text.length > 64) return false;
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
