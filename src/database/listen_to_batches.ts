import type { Sql } from "./sql/sql.ts";

/**
 * Calls the listener with the status of every Batch that moves, in whichever process. The
 * driver subscribes again by itself after the server was away. Returns how to end it.
 */
export function listenToBatches(sql: Sql, listener: (status: string) => void): () => void {
  const subscription = sql.listen("batch", listener, () => listener("reconnected"));
  subscription.catch(() => {
    // the server is away: the clock wakes the program until the driver is connected again
  });
  return () => {
    subscription.then(({ unlisten }) => unlisten()).catch(() => {
      // the connection is closed already
    });
  };
}
