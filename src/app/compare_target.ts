import type { Sql } from "../database/connect/sql.ts";
import { ledgerPages, noteSightings } from "../database/deliveries/ledger.ts";
import {
  beginReconciliation,
  endReconciliation,
  noteReconciled,
} from "../database/deliveries/reconciliation.ts";
import { areStored, countStored } from "../database/images/store_batch.ts";
import { type Comparable, type Difference, reconcile } from "../pipeline/reconcile.ts";

/** How a target is compared. */
interface CompareOptions {
  readonly outputBase: string;
  /** The target is OUTPUT_BASE. */
  readonly isOutputBase: boolean;
  /** Other content at the target is replaced when the image is sent again. */
  readonly overwrite: boolean;
  /** A comparison that was interrupted continues where it ended. */
  readonly resume: boolean;
}

/**
 * Compares a target, and records how far it has come, so that an interrupted comparison can
 * continue. Returns the differences, and the Batches that are to be sent again. Throws
 * DeliveryError.
 */
export async function compareTarget(
  sql: Sql,
  destination: Comparable,
  { outputBase, isOutputBase, overwrite, resume }: CompareOptions,
): Promise<{ readonly found: Difference; readonly batches: ReadonlySet<number> }> {
  const { name } = destination;
  const { after, found: before } = await beginReconciliation(sql, name, resume);
  const found = await reconcile(destination, {
    outputBase,
    isOutputBase,
    catalogue: {
      countStored: (batch) => countStored(sql, batch),
      areStored: (batch, images) => areStored(sql, batch, images),
    },
    pages: () => ledgerPages(sql, name, after),
    note: (target, seen) => noteSightings(sql, target, seen),
    before,
    onPage: (last, counts) => noteReconciled(sql, name, { after: last, found: counts }),
    signal: new AbortController().signal,
    overwrite,
  });
  return { found, batches: await endReconciliation(sql, name) };
}
