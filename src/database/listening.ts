import type { Sql } from "./connect/sql.ts";

/** The handlers of a channel's notifications. */
export interface Subscription {
  readonly onNotify: (payload: string) => void;
  /** Called each time that notifications start to arrive: earlier ones were missed. */
  readonly onStart?: () => void;
  /** Replaces notifications behind a pooler that does not forward them: looks for changes. */
  readonly poll?: () => Promise<void>;
}

const pollEveryMs = 1000;

/**
 * Listens to a channel, reconnecting after losses of the connection, until the returned function is
 * called.
 */
export function listening(
  sql: Sql,
  channel: string,
  { onNotify, onStart, poll }: Subscription,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;
  const pollAgain = async (): Promise<void> => {
    await poll?.().catch(() => {}); // database unavailable: the next poll may succeed
    if (!hasEnded) timer = setTimeout(pollAgain, pollEveryMs);
  };
  const subscription = sql.listen(channel, onNotify, onStart);
  subscription.then(({ isPooled }) => {
    if (isPooled && poll && !hasEnded) void pollAgain();
  }, () => {
    // the program ended before the server was reached
  });
  return () => {
    hasEnded = true;
    clearTimeout(timer);
    subscription.then(({ unlisten }) => unlisten()).catch(() => {
      // the connection is closed already
    });
  };
}
