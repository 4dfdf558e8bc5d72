/** An account or token that sends a request. */
interface UsedAccount {
  readonly kind: "user" | "token";
  readonly name: string;
}

const everyMs = 60_000;

/** Records when accounts and tokens are used, each once a minute at most. */
export class AccountUses {
  readonly #recordedAt = new Map<string, number>();
  #hasFailed = false;

  /**
   * `onFault` is called with the first failure: a database role without the right to record must
   * not prevent logins.
   */
  constructor(
    readonly record: (account: UsedAccount) => Promise<void>,
    readonly onFault: (error: unknown) => void,
    readonly now: () => number = () => performance.now(),
  ) {}

  async add({ kind, name }: UsedAccount): Promise<void> {
    const key = `${kind} ${name}`;
    const recordedAt = this.#recordedAt.get(key);
    if (recordedAt !== undefined && this.now() - recordedAt < everyMs) return;
    this.#recordedAt.set(key, this.now());
    try {
      await this.record({ kind, name });
    } catch (error) {
      if (!this.#hasFailed) this.onFault(error);
      this.#hasFailed = true;
    }
  }
}
