import type { AccessPorts, ProgramPorts, StoragePorts, WebPorts } from "../../../src/web/ports.ts";

type Changes = Partial<Omit<WebPorts, "sql"> & AccessPorts & ProgramPorts & StoragePorts>;

/** What the pages touch of the world outside, with nothing there but a database, and changes. */
export function portsOf(sql: WebPorts["sql"], changes: Changes = {}): WebPorts {
  const all = {
    accounts: undefined,
    isEncrypted: false,
    isStalled: () => false,
    settings: [],
    processes: () => [],
    databaseAddress: "",
    minFree: 0,
    freeBytes: () => Promise.resolve(5_000_000_000),
    missingInboxes: () => Promise.resolve(["/in"]),
    openImage: () => Promise.resolve(undefined),
    readFrame: () => Promise.resolve({ fault: "gone" as const }),
    progress: () => [],
    checkTargets: () => Promise.resolve([]),
    ...changes,
  };
  const { accounts, isEncrypted, isStalled, settings, processes, databaseAddress } = all;
  const { minFree, freeBytes, missingInboxes, openImage, readFrame } = all;
  const { progress, checkTargets } = all;
  return {
    sql,
    access: { accounts, isEncrypted },
    program: { isStalled, settings, processes, databaseAddress },
    storage: { minFree, freeBytes, missingInboxes, openImage, readFrame },
    progress,
    checkTargets,
  };
}
