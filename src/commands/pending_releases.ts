import { failBatch } from "../database/fail_batch.ts";
import type { Database } from "../database/open_database.ts";
import { releaseBatch } from "../database/release_batch.ts";
import type { RowPorts } from "../pipeline/job_ports.ts";

type Claimed = Parameters<RowPorts["release"]>[0];

/**
 * Ends jobs in the database. A Batch whose end could not be recorded is remembered and released
 * when the database is available again, unless another process has claimed it since. So only a
 * crash of the process counts as an attempt, and the Batch does not have to wait until its lease
 * expires.
 */
export class PendingReleases {
  readonly #unreported = new Map<number, Claimed>();

  constructor(readonly sql: Database["sql"]) {}

  readonly release: RowPorts["release"] = (batch, delaySeconds) =>
    this.#report(batch, () => releaseBatch(this.sql, batch, delaySeconds));

  readonly fail: RowPorts["fail"] = (batch, fault) =>
    this.#report(batch, () => failBatch(this.sql, batch, fault));

  /** Releases the remembered Batches. Throws if the database is not available. */
  async releaseAll(): Promise<void> {
    for (const batch of this.#unreported.values()) {
      await releaseBatch(this.sql, batch, 0);
      this.#unreported.delete(batch.id);
    }
  }

  async #report(batch: Claimed, statement: () => Promise<boolean>): Promise<boolean> {
    try {
      return await statement();
    } catch (error) {
      this.#unreported.set(batch.id, batch);
      throw error;
    }
  }
}
