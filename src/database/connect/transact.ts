import type { Connection } from "./connection.ts";
import { ConnectionLost } from "./connection_lost.ts";
import { Part, type Rows, type Run } from "./statement.ts";

/**
 * Overrides session defaults that are unsuitable for a transaction: the isolation level, and time
 * limits that a large folder exceeds. The idle timeout releases the row locks of a process whose
 * machine has failed.
 */
const begin = `begin isolation level read committed read write;
  set local statement_timeout = 0; set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = '30min'`;

/**
 * Runs `work` in a transaction on a connection. Once the connection is lost, or the transaction
 * has ended, every further statement of `work` throws ConnectionLost.
 */
export async function transact<T>(
  connection: Connection,
  limitMs: number,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const say = (text: string): Promise<Rows> =>
    connection.run(new Part((client) => client.unsafe(text)), limitMs);
  let isOpen = true;
  await say(begin);
  try {
    const result = await work(async (part) => {
      if (!isOpen) throw new ConnectionLost("the transaction has ended");
      return await connection.run(part, limitMs);
    });
    isOpen = false;
    requireCommitted(await say("commit"));
    return result;
  } catch (error) {
    isOpen = false;
    if (!connection.isLost) await say("rollback").catch((fault) => connection.cut(fault));
    throw error;
  }
}

/**
 * Throws if the server answered the commit with a rollback, as it does after an error that `work`
 * caught.
 */
function requireCommitted(answer: Rows & { readonly command?: string }): void {
  if (answer.command === "COMMIT") return;
  throw new TypeError("a transaction went on after one of its statements had failed");
}
