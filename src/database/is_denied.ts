import { isServerError } from "./connect/connection_lost.ts";

/** Whether the role lacks the right to run a statement. */
export function isDenied(error: unknown): boolean {
  return isServerError(error) && error.code === "42501";
}
