import { failBatch } from "../database/fail_batch.ts";
import type { Database } from "../database/open_database.ts";
import { releaseBatch } from "../database/release_batch.ts";
import type { JobPorts } from "../pipeline/process_batch.ts";

type Held = Parameters<JobPorts["release"]>[0];

/**
 * Ends jobs, and remembers those whose end the database could not be told: they are given back
 * when it can be reached again, unless another has taken them over. So only a death of the
 * process counts as an attempt, and nobody waits for a lease to run out.
 */
export class GivenUp {
  readonly #untold = new Map<number, Held>();

  constructor(readonly sql: Database["sql"]) {}

  readonly release: JobPorts["release"] = (held, delaySeconds) =>
    this.#tell(held, () => releaseBatch(this.sql, held, delaySeconds));

  readonly fail: JobPorts["fail"] = (held, fault) =>
    this.#tell(held, () => failBatch(this.sql, held, fault));

  /** Gives back what is remembered. Throws when the database still cannot be told. */
  async giveBack(): Promise<void> {
    for (const held of this.#untold.values()) {
      await releaseBatch(this.sql, held, 0);
      this.#untold.delete(held.id);
    }
  }

  async #tell(held: Held, statement: () => Promise<boolean>): Promise<boolean> {
    try {
      return await statement();
    } catch (error) {
      this.#untold.set(held.id, held);
      throw error;
    }
  }
}
