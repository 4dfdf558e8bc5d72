import { isServerError } from "./connect/connection_lost.ts";

/** A value that its type or encoding cannot hold (PostgreSQL A, class 22), or one that is too long (54). */
const refused = /^(22|54)/;

/** Whether PostgreSQL refused what a row would hold: the next attempt would fail as well. */
export function isRefused(error: unknown): boolean {
  return isServerError(error) && refused.test(error.code);
}
