import { isServerError } from "./connect/connection_lost.ts";

/**
 * A value that its type or encoding cannot represent (PostgreSQL A, class 22), or that is too long
 * (54).
 */
const refused = /^(22|54)/;

/** Whether PostgreSQL refused a value of a row: a retry would fail as well. */
export function isRefused(error: unknown): boolean {
  return isServerError(error) && refused.test(error.code);
}
