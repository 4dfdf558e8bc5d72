import { Buffer } from "node:buffer";
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Role } from "../viewer.ts";

/** Somebody who has logged in. */
export interface Session {
  readonly name: string;
  readonly role: Role;
  /** The hash of the password it was opened with. */
  readonly hash?: string;
}

const idleMs = 3_600_000;
const lifeMs = 12 * 3_600_000;
const atMost = 1000;

/**
 * The sessions of this process, in memory alone: a restart ends them. One ends an hour after it
 * was last used, twelve hours after it began, or when more than 1,000 newer ones are open.
 */
export class Sessions {
  readonly #secret = randomBytes(32);
  readonly #open = new Map<string, Session & { readonly beganAt: number; usedAt: number }>();

  constructor(readonly now: () => number = Date.now) {}

  /** Opens a session and returns what its cookie holds. */
  open({ name, role, hash = "" }: Session): string {
    const id = randomBytes(32).toString("base64url");
    this.#open.set(id, { name, role, hash, beganAt: this.now(), usedAt: this.now() });
    const [oldest] = this.#open.keys();
    if (this.#open.size > atMost && oldest) this.#open.delete(oldest);
    return id;
  }

  find(id: string): Session | undefined {
    const session = this.#open.get(id);
    if (!session) return undefined;
    const now = this.now();
    if (now - session.usedAt > idleMs || now - session.beganAt > lifeMs) {
      this.#open.delete(id);
      return undefined;
    }
    session.usedAt = now;
    return session;
  }

  close(id: string): void {
    this.#open.delete(id);
  }

  /** What the forms of a session must carry; another site cannot read it, nor make it. */
  csrfToken(id: string): string {
    return createHmac("sha256", this.#secret).update(id).digest("base64url");
  }
}

/** Whether two secrets are the same, without telling by the time it takes how much of them is. */
export function isSameSecret(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
