/** The service manager (systemd) that started this process. */
export interface ServiceManager extends Disposable {
  /** Tells it that the process works now, and from then on as long as `works` says so. */
  readonly ready: (works: () => boolean) => void;
}

/**
 * Speaks to the service manager that NOTIFY_SOCKET names, through its own `systemd-notify`.
 * Where the unit has a watchdog, this thread shows twice in each of its periods that it is not
 * stuck, and that the threads that read images are not. Started by anything else, nothing happens.
 */
export function openServiceManager(env: (name: string) => string | undefined): ServiceManager {
  if (!env("NOTIFY_SOCKET")) return { ready: () => {}, [Symbol.dispose]: () => {} };
  const watchdogMs = Number(env("WATCHDOG_USEC") ?? 0) / 1000;
  let isWorking = (): boolean => true;
  const show = (): void => {
    if (isWorking()) notify("WATCHDOG=1");
  };
  const beat = watchdogMs > 0 ? setInterval(show, watchdogMs / 2) : undefined;
  return {
    ready: (works) => {
      isWorking = works;
      notify("--ready");
    },
    [Symbol.dispose](): void {
      clearInterval(beat);
      notify("STOPPING=1");
    },
  };
}

/** A message that is not delivered leaves the manager to its own judgement, as if it was stuck. */
function notify(message: string): void {
  const command = new Deno.Command("systemd-notify", {
    ...{ args: [message], stdin: "null", stdout: "null", stderr: "null" },
  });
  void command.output().catch(() => undefined);
}
