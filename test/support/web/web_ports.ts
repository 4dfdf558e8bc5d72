import type { WebPorts } from "../../../src/web/ports.ts";

/** What the pages touch of the world outside, with nothing there but a database. */
export function portsOf(sql: WebPorts["sql"]): WebPorts {
  return {
    sql,
    accounts: undefined,
    isEncrypted: false,
    isStalled: () => false,
    settings: [],
    databaseAddress: "",
    minFree: 0,
    processes: () => [],
    progress: () => [],
    freeBytes: () => Promise.resolve(5_000_000_000),
    missingInboxes: () => Promise.resolve(["/in"]),
    openImage: () => Promise.resolve(undefined),
    retry: () => Promise.resolve(undefined),
  };
}
