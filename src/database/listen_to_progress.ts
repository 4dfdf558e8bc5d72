import type { Sql } from "./sql/sql.ts";

/** Calls the listener with what processes tell of how far they are. Returns how to end it. */
export function listenToProgress(sql: Sql, listener: (text: string) => void): () => void {
  const subscription = sql.listen("progress", listener);
  subscription.catch(() => {
    // the server is away: nobody tells anything until the driver is connected again
  });
  return () => {
    subscription.then(({ unlisten }) => unlisten()).catch(() => {
      // the connection is closed already
    });
  };
}
