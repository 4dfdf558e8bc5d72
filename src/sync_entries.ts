/** Makes the entries of a directory durable: what was made, linked or renamed in it. */
export function syncEntries(directory: string): void {
  if (Deno.build.os === "windows") return; // has no such call
  using opened = Deno.openSync(directory, { read: true });
  opened.syncSync();
}
