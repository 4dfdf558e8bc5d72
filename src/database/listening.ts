import type { Sql } from "./connect/sql.ts";

/** What is done about the notifications of a channel. */
export interface Subscription {
  readonly onNotify: (payload: string) => void;
  /** Called each time notifications start to arrive: earlier ones were missed. */
  readonly onStart?: () => void;
  /** Stands in for notifications where a pooler keeps them away: looks for what has happened. */
  readonly poll?: () => Promise<void>;
}

const pollEveryMs = 1000;

/** Listens to a channel, through losses of the connection, until what it returns is called. */
export function listening(
  sql: Sql,
  channel: string,
  { onNotify, onStart, poll }: Subscription,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    await poll?.().catch(() => {}); // the database is away: the next look may succeed
    if (!isOver) timer = setTimeout(look, pollEveryMs);
  };
  const subscription = sql.listen(channel, onNotify, onStart);
  subscription.then(({ isPooled }) => {
    if (isPooled && poll && !isOver) void look();
  }, () => {
    // the program ends before the server was reached
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    subscription.then(({ unlisten }) => unlisten()).catch(() => {
      // the connection is closed already
    });
  };
}
