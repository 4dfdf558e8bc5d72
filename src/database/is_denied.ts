import postgres from "postgres";

/** Whether PostgreSQL refused a statement for want of a privilege. */
export function isDenied(error: unknown): boolean {
  return error instanceof postgres.PostgresError && error.code === "42501";
}
