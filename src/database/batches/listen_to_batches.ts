import type { Sql } from "../connect/sql.ts";

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

/**
 * Calls the listener with the progress that processes publish. Returns a function that ends the
 * subscription.
 */
export function listenToProgress(sql: Sql, listener: (text: string) => void): () => void {
  return listening(sql, "progress", { onNotify: listener });
}

/** Publishes this process's progress to processes that listen; it is not stored. */
export async function notifyProgress(sql: Sql, text: string): Promise<void> {
  await sql`select pg_notify('progress', ${text})`;
}

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
function listening(
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
