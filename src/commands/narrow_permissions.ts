import type { Settings } from "../settings.ts";

/**
 * Revokes the permission to run programs if nothing needs it after the start: DATABASE_URL is set,
 * and there is no service manager to notify. Deno can only revoke a permission completely; it cannot
 * limit one to directories or hosts in a running process.
 */
export function narrowPermissions(
  { databaseUrl }: Pick<Settings, "databaseUrl">,
  env: (name: string) => string | undefined,
): void {
  if (databaseUrl === undefined || env("NOTIFY_SOCKET")) return;
  Deno.permissions.revokeSync({ name: "run" });
}
