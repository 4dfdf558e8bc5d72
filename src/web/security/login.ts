import { RateLimiterMemory } from "rate-limiter-flexible";
import type { Account } from "./accounts.ts";
import { verifyPassword } from "./password.ts";

/** The result of a login attempt. */
export type Attempt = Account | "wrong" | "too many";

const windowSeconds = 900;
const attemptsPerName = 5;
const attemptsPerAddress = 30;
/** Checking a password needs 128 MB of memory. */
const maxConcurrent = 2;
/** Matches no password. Checked for unknown names, so that they take as long as known ones. */
const unmatchedHash = `scrypt$ln=17,r=8,p=1$${"A".repeat(22)}$${"A".repeat(43)}`;

/**
 * Checks passwords, at most two at once. After five wrong passwords for a name from one address, or
 * thirty from one address, attempts are rejected for 15 minutes.
 */
export class Login {
  readonly #perName = new RateLimiterMemory({ points: attemptsPerName, duration: windowSeconds });
  readonly #perAddress = new RateLimiterMemory({
    points: attemptsPerAddress,
    duration: windowSeconds,
  });
  #checking = 0;

  constructor(readonly accounts: () => readonly Account[]) {}

  async attempt(name: string, password: string, address: string): Promise<Attempt> {
    const one = `${address} ${name.slice(0, 64)}`;
    if (this.#checking >= maxConcurrent || !(await this.#admit(one, address))) return "too many";
    this.#checking++;
    try {
      const account = this.accounts().find((each) => each.kind === "user" && each.name === name);
      const isRight = await verifyPassword(password, account?.hash ?? unmatchedHash);
      if (!account || !isRight) return "wrong";
      await Promise.all([this.#perName.delete(one), this.#perAddress.reward(address)]);
      return account;
    } finally {
      this.#checking--;
    }
  }

  async #admit(one: string, address: string): Promise<boolean> {
    try {
      await this.#perAddress.consume(address);
      await this.#perName.consume(one);
      return true;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return false;
    }
  }
}
