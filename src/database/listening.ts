import type { Sql } from "./connect/sql.ts";

/** What is told on a channel, and when it begins to be heard: what came before was not. */
export interface Ears {
  readonly hear: (payload: string) => void;
  readonly begin?: () => void;
}

/** Listens to a channel, through losses of the connection, until what it returns is called. */
export function listening(sql: Sql, channel: string, { hear, begin }: Ears): () => void {
  const subscription = sql.listen(channel, hear, begin);
  subscription.catch(() => {
    // the program ends before the server was reached
  });
  return () => {
    subscription.then(({ unlisten }) => unlisten()).catch(() => {
      // the connection is closed already
    });
  };
}
