import { listening } from "./listening.ts";
import type { Sql } from "./connect/sql.ts";

/**
 * Calls the listener with the new status of every Batch that any process changes, and with
 * `reconnected` if notifications may have been missed. Behind a pooler the audit trail is polled
 * instead. Returns a function that ends the subscription.
 */
export function listenToBatches(sql: Sql, listener: (status: string) => void): () => void {
  let seen: number | undefined;
  return listening(sql, "batch", {
    onNotify: listener,
    onStart: () => listener("reconnected"),
    poll: async () => {
      const moved = await movedSince(sql, seen);
      if (seen === undefined) listener("reconnected"); // changes before the first poll are unknown
      for (const { status } of moved) if (status !== null) listener(status);
      seen = Math.max(seen ?? 0, ...moved.map(({ last }) => last));
    },
  });
}

/** The new statuses after an entry of the audit trail, and the id of the last entry. */
async function movedSince(
  sql: Sql,
  seen: number | undefined,
): Promise<readonly { readonly status: string | null; readonly last: number }[]> {
  if (seen === undefined) {
    return await sql<{ status: null; last: number }[]>`
      select null as status, coalesce(max(id), 0)::float as last from batch_event`;
  }
  return await sql<{ status: string; last: number }[]>`
    select status, max(id)::float as last from batch_event where id > ${seen} group by status`;
}
