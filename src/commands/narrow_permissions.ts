import type { Settings } from "../settings.ts";

/**
 * Gives up the permission to run programs once a process works, where nothing needs it any more:
 * PostgreSQL is given by DATABASE_URL, and no service manager is to be told anything. Deno takes a
 * permission back as a whole; it cannot be narrowed to directories or hosts in a running process.
 */
export function narrowPermissions(
  { databaseUrl }: Pick<Settings, "databaseUrl">,
  env: (name: string) => string | undefined,
): void {
  if (databaseUrl === undefined || env("NOTIFY_SOCKET")) return;
  Deno.permissions.revokeSync({ name: "run" });
}
