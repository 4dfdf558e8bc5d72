import assert from "node:assert/strict";
import type { Sql } from "../../src/database/connect/sql.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);
const pacs = "dimse://PACS@pacs:104";

/** Six Batches that a target refused, and two of another cause. */
async function addFailed(sql: Sql): Promise<void> {
  await sql`insert into target (name) values (${pacs})`;
  await sql`
    insert into batch (uid, code, base, origin, status, stage, error_code, error_reason, images,
      bytes, folder_modified_at, finished_at)
    select 'f-' || n, 'B-F' || n, '/in', 'NEW', 'ERROR', 'deliver',
      case when n > 6 then 'FOLDER_UNREADABLE' else 'DELIVERY_FAILED' end, 'a reason', 10, 1000,
      now(), now()
    from generate_series(1, 8) n`;
  await sql`
    insert into delivery (batch_id, target, state, claim, images, bytes)
    select id, ${pacs}, 'refused', 1, 10, 1000 from batch where error_code = 'DELIVERY_FAILED'`;
}

async function waitingOf(sql: Sql): Promise<string[]> {
  const rows = await sql<
    { code: string }[]
  >`select code from batch where status = 'NEW' order by id`;
  return rows.map(({ code }) => code);
}

Deno.test({
  name: "failed Batches are grouped by cause, selected, previewed and processed again",
  ignore,
  async fn(t) {
    for (const width of [1400, 390]) {
      await t.step(`${width} px`, async () => {
        await withDatabase(async (sql) => {
          await addFailed(sql);
          await withBrowser(portsOf(sql), async ({ page, url, app }) => {
            await page.setViewportSize({ width, height: 900 });
            await page.goto(`${url}/batches?status=ERROR`);
            await page.getByText("Live", { exact: true }).waitFor();
            const group = page.getByRole("listitem").filter({ hasText: "6 × DELIVERY_FAILED" });
            await group.getByText(`at ${pacs}`).waitFor();
            await group.getByText("The message says which target and why.").waitFor();
            await assertAccessible(page);
            await page.setViewportSize({ width, height: 900 });
            await page.getByLabel("Select B-F8").check();
            await page.getByLabel("Select B-F2").focus();
            await page.keyboard.press("Space");
            // an update of the page keeps the selection
            await sql`update batch set images = 11 where code = 'B-F5'`;
            await app.refresh();
            await page.getByRole("cell", { name: /^(Images\s*)?11$/ }).waitFor();
            assert.equal(await page.getByLabel("Select B-F8").isChecked(), true);
            assert.equal(await page.getByLabel("Select B-F2").isChecked(), true);
            assert.equal(await page.getByLabel("Select B-F5").isChecked(), false);
            await page.getByRole("button", { name: "Process selected again" }).click();
            await page.getByRole("heading", { name: "Process 2 Batches again" }).waitFor();
            await page.getByText(`sent to ${pacs} (1 Batch).`).waitFor();
            await assertAccessible(page);
            assert.deepEqual(await waitingOf(sql), [], "a preview changes nothing");
            await page.getByRole("button", { name: "Process again" }).click();
            await page.getByText("2 Batches will be processed again.").waitFor();
            assert.deepEqual(await waitingOf(sql), ["B-F2", "B-F8"]);

            await page.getByRole("listitem").filter({ hasText: "5 × DELIVERY_FAILED" })
              .getByRole("link", { name: "Show these" }).click();
            await page.getByRole("button", { name: "Process all 5 matching again" }).click();
            await page.getByRole("radio", { name: /^Resend/ }).check();
            await page.getByText("Up to 51 images").waitFor();
            await page.getByRole("button", { name: "Process again" }).click();
            await page.getByText("5 Batches will be processed again.").waitFor();
            assert.equal((await waitingOf(sql)).length, 7);
            await page.goto(`${url}/batches/B-F1`);
            await page.getByText("resend by local").waitFor();
          });
        });
      });
    }
  },
});
