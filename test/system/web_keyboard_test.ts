import assert from "node:assert/strict";
import type { Sql } from "../../src/database/connect/sql.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { tabTo } from "../support/web/tab_to.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);

async function addFailed(sql: Sql): Promise<void> {
  await sql`
    insert into batch (uid, code, base, origin, status, stage, error_code, images, bytes,
      folder_modified_at, finished_at)
    select 'f-' || n, 'B-F' || n, '/in', 'NEW', 'ERROR', 'import', 'FOLDER_UNREADABLE', 10, 1000,
      now(), now()
    from generate_series(1, 3) n`;
}

async function eventsOf(sql: Sql): Promise<string[]> {
  const rows = await sql<{ text: string }[]>`
    select batch.code || ' ' || e.code as text from batch_event e join batch on batch.id = batch_id
    where worker = 'local' order by e.id`;
  return rows.map(({ text }) => text);
}

for (const width of [1400, 390]) {
  Deno.test({
    name: `every action on Batches is reached by keyboard alone, at ${width} pixels`,
    ignore,
    async fn() {
      await withDatabase(async (sql) => {
        await addFailed(sql);
        await withBrowser(portsOf(sql), async ({ page, url, app }) => {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${url}/batches?status=ERROR`);
          await page.getByText("Live", { exact: true }).waitFor();
          await tabTo(page, "Select B-F3");
          await page.keyboard.press("Space");
          await sql`update batch set images = 11 where code = 'B-F1'`;
          await app.refresh();
          await page.getByRole("cell", { name: /^(Images\s*)?11$/ }).waitFor();
          await tabTo(page, "Select B-F2"); // the focus has stayed where it was
          await page.keyboard.press("Space");
          await tabTo(page, /^Process selected again/);
          await page.keyboard.press("Enter");
          await page.getByRole("heading", { name: "Process 2 Batches again" }).waitFor();
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await tabTo(page, "retry");
          for (const _ of ["resend", "withdraw", "new-key"]) await page.keyboard.press("ArrowDown");
          await tabTo(page, "Process again");
          await page.keyboard.press("Enter");
          await page.getByText("2 Batches will be processed again.").waitFor();
          assert.deepEqual(await eventsOf(sql), ["B-F2 new-key", "B-F3 new-key"]);

          await page.goto(`${url}/batches/B-F1`);
          await tabTo(page, /^Other actions/);
          await page.keyboard.press("Enter");
          await page.getByRole("heading", { name: "Process 1 Batch again" }).waitFor();
          await tabTo(page, "retry");
          await page.keyboard.press("ArrowDown");
          await page.keyboard.press("ArrowDown");
          await page.keyboard.press("Enter");
          await page.getByText("1 Batch will be processed again.").waitFor();
          assert.deepEqual((await eventsOf(sql)).slice(2), ["B-F1 withdraw"]);
        });
      });
    },
  });
}
