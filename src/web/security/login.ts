import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Account } from "./accounts.ts";
import { verifyPassword } from "./password.ts";

/** How an attempt to log in ended. */
export type Attempt = Account | "wrong" | "too many";

const windowSeconds = 900;
const triesOfOne = 5;
const triesOfAddress = 30;
/** Each guess takes 128 MB while it is checked. */
const atOnce = 2;
/** The hash of no password. */
const nobodysHash = `scrypt$ln=17,r=8,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;

/**
 * Checks passwords, few at once: five wrong ones for a name from an address, or thirty from an
 * address, and nothing more is checked for a quarter of an hour. A name that nobody has takes
 * as long as one that somebody has.
 */
export class Login {
  readonly #ofOne = new RateLimiterMemory({ points: triesOfOne, duration: windowSeconds });
  readonly #ofAddress = new RateLimiterMemory({ points: triesOfAddress, duration: windowSeconds });
  #checking = 0;

  constructor(readonly accounts: () => readonly Account[]) {}

  async attempt(name: string, password: string, address: string): Promise<Attempt> {
    const one = `${address} ${name.slice(0, 64)}`;
    if (this.#checking >= atOnce || !(await this.#admit(one, address))) return "too many";
    this.#checking++;
    try {
      const account = this.accounts().find((each) => each.kind === "user" && each.name === name);
      const isRight = await verifyPassword(password, account?.hash ?? nobodysHash);
      if (!account || !isRight) return "wrong";
      await Promise.all([this.#ofOne.delete(one), this.#ofAddress.reward(address)]);
      return account;
    } finally {
      this.#checking--;
    }
  }

  async #admit(one: string, address: string): Promise<boolean> {
    try {
      await this.#ofAddress.consume(address);
      await this.#ofOne.consume(one);
      return true;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return false;
    }
  }
}
