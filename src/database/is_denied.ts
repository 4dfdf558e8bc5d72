import { isServerError } from "./connect/connection_lost.ts";

/** Whether PostgreSQL refused a statement for want of a privilege. */
export function isDenied(error: unknown): boolean {
  return isServerError(error) && error.code === "42501";
}
