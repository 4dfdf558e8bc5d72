import { recordFolders } from "../src/database/batches/record_folders.ts";
import { openDatabase } from "../src/database/open_database.ts";
import { listFolders } from "../src/folder/list_folders.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { quantile } from "./quantile.ts";

const rounds = 7;

/** A full scan of an inbox that contains only recorded folders, from ten to a hundred thousand. */
export async function rescan(): Promise<Figure[]> {
  using directory = tempDir();
  const inbox = `${directory.path}/inbox`;
  const { sql, close } = await openDatabase({
    stateDir: `${directory.path}/state`,
    connections: 2,
  });
  const figures: Figure[] = [];
  let created = 0;
  for (const folders of [10, 100, 1_000, 10_000, 100_000]) {
    for (; created < folders; created++) {
      Deno.mkdirSync(`${inbox}/ST-${created}`, { recursive: true });
    }
    const milliseconds: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const startedAt = performance.now();
      for await (const window of listFolders(inbox, 5000)) {
        const found = window.map((folder) => ({ ...folder, code: `B-${folder.uid}` }));
        await recordFolders(sql, found, "NEW");
      }
      if (round > 0) milliseconds.push(performance.now() - startedAt);
      else await sql`vacuum analyze batch`;
    }
    const median = quantile(milliseconds.sort((a, b) => a - b), 0.5);
    figures.push({
      what: `full scan of ${folders} known folders`,
      value: `${median.toFixed(1)} ms, ${(median * 1000 / folders).toFixed(0)} µs a folder`,
    });
  }
  await close();
  return figures;
}
