import assert from "node:assert/strict";
import { listFolders } from "../../src/folder/list_folders.ts";
import { tempDir } from "../support/temp_dir.ts";

async function names(base: string): Promise<string[]> {
  const found: string[] = [];
  for await (const window of listFolders(base, 2)) found.push(...window.map(({ uid }) => uid));
  return found.sort();
}

Deno.test("listFolders() yields finished folders and skips files, links and tmp folders", async () => {
  using base = tempDir();
  for (
    const name of [
      "ST-1",
      "ST-2.tmp1",
      ".hidden",
      "1.2.3",
      "with space",
      "new\nline",
      "Ünï",
      "o'h%s",
    ]
  ) {
    Deno.mkdirSync(`${base.path}/${name}`);
  }
  Deno.writeTextFileSync(`${base.path}/file`, "");
  Deno.symlinkSync(`${base.path}/ST-1`, `${base.path}/link`);
  assert.deepEqual(await names(base.path), [
    "1.2.3",
    "ST-1",
    "new\nline",
    "o'h%s",
    "with space",
    "Ünï",
  ]);
});

Deno.test("listFolders() throws if the inbox does not exist", async () => {
  await assert.rejects(() => names("/nowhere/at/all"), Deno.errors.NotFound);
});
