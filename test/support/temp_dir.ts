/** A directory for one test, removed at its end; others may enter it (the database's user). */
export function tempDir(): Disposable & { readonly path: string } {
  const path = Deno.makeTempDirSync({ prefix: "dicom-intake-test-" });
  Deno.chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => Deno.removeSync(path, { recursive: true }) };
}
