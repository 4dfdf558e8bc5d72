import type { Viewer } from "./viewer.ts";

/** Who asks for a page, for what, and in which time zone the answer is read. */
export interface View {
  readonly viewer: Viewer;
  /** IANA, as the viewer's browser says; UTC until it has. */
  readonly zone: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
}

const written = /^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/;
const known = new Map<string, boolean>();
const remembered = 1000;

/** Whether text names a time zone (IANA). */
export function isTimeZone(text: string): boolean {
  if (!written.test(text) || text.length > 64) return false;
  const isKnown = known.get(text) ?? isUnderstood(text);
  if (known.size < remembered) known.set(text, isKnown);
  return isKnown;
}

/** A time zone that a browser named, or UTC. */
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
