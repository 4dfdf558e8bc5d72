import type { Settings } from "../cli/settings.ts";

/** The service manager (systemd) that started this process. */
export interface ServiceManager extends Disposable {
  /**
   * Reports that the process is ready, and from then on its health while `isHealthy` returns true.
   */
  readonly ready: (isHealthy: () => boolean) => void;
}

/**
 * Notifies the service manager of NOTIFY_SOCKET with `systemd-notify`. If the unit has a watchdog,
 * it is notified twice in each period unless this thread or the threads that read images are stuck.
 * Does nothing if the process was not started by a service manager.
 */
export function openServiceManager(env: (name: string) => string | undefined): ServiceManager {
  if (!env("NOTIFY_SOCKET")) return { ready: () => {}, [Symbol.dispose]: () => {} };
  const watchdogMs = Number(env("WATCHDOG_USEC") ?? 0) / 1000;
  let isHealthy = (): boolean => true;
  const beat = (): void => {
    if (isHealthy()) notify("WATCHDOG=1");
  };
  const timer = watchdogMs > 0 ? setInterval(beat, watchdogMs / 2) : undefined;
  return {
    ready: (check) => {
      isHealthy = check;
      notify("--ready");
    },
    [Symbol.dispose](): void {
      clearInterval(timer);
      notify("STOPPING=1");
    },
  };
}

/** Ignores failures: the service manager then treats the process as not responding. */
function notify(message: string): void {
  const command = new Deno.Command("systemd-notify", {
    args: [message],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  });
  void command.output().catch(() => undefined);
}

/**
 * Revokes the permission to run programs if nothing needs it after the start: DATABASE_URL is set,
 * and there is no service manager to notify. Deno can only revoke a permission completely; it
 * cannot limit one to directories or hosts in a running process.
 */
export function narrowPermissions(
  { databaseUrl }: Pick<Settings, "databaseUrl">,
  env: (name: string) => string | undefined,
): void {
  if (databaseUrl === undefined || env("NOTIFY_SOCKET")) return;
  Deno.permissions.revokeSync({ name: "run" });
}
