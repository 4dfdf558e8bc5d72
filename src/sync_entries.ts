/** Syncs a directory, so that files created, linked or renamed in it are durable. */
export function syncEntries(directory: string): void {
  if (Deno.build.os === "windows") return; // not supported
  using opened = Deno.openSync(directory, { read: true });
  opened.syncSync();
}
