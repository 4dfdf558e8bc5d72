import assert from "node:assert/strict";
import { filePieces } from "../../src/system/pooled_files.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("filePieces() allocates no more memory than the file's size, even for a large piece size", async () => {
  using directory = tempDir();
  const path = `${directory.path}/file`;
  const bytes = Uint8Array.from({ length: 250 }, (_, at) => at);
  Deno.writeFileSync(path, bytes);
  for (
    const [size, lengths] of [[16 << 20, [250]], [100, [100, 100, 50]], [125, [125, 125]]] as const
  ) {
    const pieces = await Array.fromAsync(filePieces(path, size));
    assert.deepEqual(pieces.map(({ buffer }) => buffer.byteLength), lengths);
    assert.deepEqual(pieces.flatMap((piece) => [...piece]), [...bytes]);
  }
  Deno.writeFileSync(path, new Uint8Array());
  assert.deepEqual(await Array.fromAsync(filePieces(path, 100)), []);
});
