import type { Connection } from "./connection.ts";
import { ConnectionLost } from "./connection_lost.ts";
import { Part, type Rows, type Run } from "./statement.ts";

/**
 * Replaces defaults of the session: another isolation level, and time limits that a large folder
 * exceeds. The limit for idle transactions releases the rows that a crashed machine has locked.
 */
const begin = `begin isolation level read committed read write;
  set local statement_timeout = 0; set local lock_timeout = 0;
  set local idle_in_transaction_session_timeout = '30min'`;

/**
 * Runs `work` in a transaction on a connection. Once the connection is lost or the transaction has
 * ended, every further statement of `work` throws ConnectionLost.
 */
export async function transact<T>(
  connection: Connection,
  limitMs: number,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const execute = (text: string): Promise<Rows> =>
    connection.run(new Part((client) => client.unsafe(text)), limitMs);
  let isOpen = true;
  await execute(begin);
  try {
    const result = await work(async (part) => {
      if (!isOpen) throw new ConnectionLost("the transaction has ended");
      return await connection.run(part, limitMs);
    });
    isOpen = false;
    requireCommitted(await execute("commit"));
    return result;
  } catch (error) {
    isOpen = false;
    if (!connection.isLost) await execute("rollback").catch((fault) => connection.cut(fault));
    throw error;
  }
}

/** If `work` has caught an error of a statement, the server answers a commit with a rollback. */
function requireCommitted(answer: Rows & { readonly command?: string }): void {
  if (answer.command === "COMMIT") return;
  throw new TypeError("a transaction continued after one of its statements had failed");
}
