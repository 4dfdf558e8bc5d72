import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Role } from "../view.ts";

/** A user who has logged in. */
export interface Session {
  readonly name: string;
  readonly role: Role;
  /** The hash of the password at the time of the login. */
  readonly hash?: string;
}

const idleMs = 3_600_000;
const maxAgeMs = 12 * 3_600_000;
const maxSessions = 1000;

/**
 * The sessions of this process, in memory only: a restart ends them. A session ends one hour after
 * its last use, twelve hours after the login, or when 1,000 newer sessions are open.
 */
export class Sessions {
  readonly #secret = randomBytes(32);
  readonly #open = new Map<string, Session & { readonly openedAt: number; usedAt: number }>();

  constructor(readonly now: () => number = Date.now) {}

  /** Opens a session and returns the value of its cookie. */
  open({ name, role, hash = "" }: Session): string {
    const id = randomBytes(32).toString("base64url");
    this.#open.set(id, { name, role, hash, openedAt: this.now(), usedAt: this.now() });
    const [oldest] = this.#open.keys();
    if (this.#open.size > maxSessions && oldest) this.#open.delete(oldest);
    return id;
  }

  find(id: string): Session | undefined {
    const session = this.#open.get(id);
    if (!session) return undefined;
    const now = this.now();
    if (now - session.usedAt > idleMs || now - session.openedAt > maxAgeMs) {
      this.#open.delete(id);
      return undefined;
    }
    session.usedAt = now;
    return session;
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  /** The CSRF token of a session, which other sites can neither read nor compute. */
  csrfToken(id: string): string {
    return createHmac("sha256", this.#secret).update(id).digest("base64url");
  }
}

/** Whether two secrets are equal; compares in constant time. */
export function isSameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
