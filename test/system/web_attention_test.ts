import assert from "node:assert/strict";
import { completed, image, waiting } from "../support/database/batches.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);
const note = { fileNumber: 9, path: "9", code: "NOT_DICOM", reason: "no image" };

for (const width of [1400, 390]) {
  Deno.test({
    name: `Batches are acknowledged and filters are saved at ${width} pixels, also by keyboard`,
    ignore,
    async fn() {
      await withDatabase(async (sql) => {
        await waiting(sql, ["ST-1", "ST-2", "ST-3"]);
        await completed(sql, 1000, [image(1)], [note]);
        await completed(sql, 1001, [image(2)], [note]);
        await withBrowser(portsOf(sql), async ({ page, url }) => {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${url}/`);
          await page.getByText("2 Batches have skipped files or findings.").waitFor();
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await page.locator(".concerns").getByRole("link").first().press("Enter");
          await page.waitForURL(/attention=true/);
          await page.getByLabel("Select B-ST-1").check();
          await page.getByRole("button", { name: "Acknowledge selected" }).press("Enter");
          await page.getByRole("heading", { name: "Acknowledge 1 Batch" }).waitFor();
          await page.getByLabel("Why no attention is needed").focus();
          await page.keyboard.type("the scanner's own report");
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await page.getByRole("button", { name: "Acknowledge" }).click();
          await page.getByText("1 Batch was acknowledged.").waitFor();
          await page.getByRole("link", { name: /^Acknowledged 1/ }).click();
          await page.getByRole("link", { name: "B-ST-1" }).click();
          await page.getByText("Acknowledged by local").waitFor();
          await page.getByText("acknowledge by local: the scanner's own report").waitFor();
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await page.getByRole("button", { name: "Needs attention again" }).click();
          await page.getByRole("button", { name: "Acknowledge …" }).waitFor();

          await page.goto(`${url}/batches?status=DONE`);
          await page.getByText("Saved filters").click();
          await page.getByLabel(/^Save this filter as/).fill("Done ones");
          await page.keyboard.press("Enter");
          await page.getByRole("link", { name: "Done ones" }).waitFor();
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${url}/batches`);
          await page.getByRole("link", { name: "Done ones" }).press("Enter");
          await page.waitForURL(/status=DONE/);
          await page.getByText("2 Batches", { exact: true }).waitFor();
          await page.getByRole("button", { name: "Remove the filter Done ones" }).click();
          await page.getByRole("link", { name: "Done ones" }).waitFor({ state: "detached" });
        });
      });
    },
  });
}

Deno.test({
  name: "on a phone each row of every table is a card whose cells have the names of their columns",
  ignore,
  async fn() {
    await withDatabase(async (sql) => {
      await waiting(sql, ["ST-1", "ST-2"]);
      await completed(sql, 1000, [image(1), image(2)], [{ ...note, code: "HELD_BACK" }]);
      const settings = [{
        group: "Folders",
        variable: "DATA_BASE",
        value: `/a/${"long/".repeat(30)}`,
        from: "flag" as const,
        help: "the inbox",
      }];
      await withBrowser(portsOf(sql, { settings }), async ({ page, url, app }) => {
        const paths = [
          "/",
          "/batches",
          "/batches/B-ST-1",
          "/batches/B-ST-1/images",
          "/images/2.25.1",
          "/targets",
          "/screening",
          "/settings",
          "/accounts",
          "/api",
          "/help",
        ];
        for (const path of paths) {
          await page.setViewportSize({ width: 390, height: 800 });
          await page.goto(`${url}${path}`);
          await assertAccessible(page);
          await page.setViewportSize({ width: 390, height: 800 });
          const cells = await page.evaluate<[string, string][]>(`
            [...document.querySelectorAll("table")].flatMap((table) => {
              const names = [...table.querySelectorAll("th")].map((th) => th.textContent.trim());
              return [...table.querySelectorAll("tbody td:not(:empty)")].map((cell) => [
                names[cell.cellIndex],
                getComputedStyle(cell, "::before").content.slice(1, -1),
              ]);
            })`);
          for (const [name, shown] of cells) assert.equal(shown, name, path);
          if (!/^\/(targets|accounts|api|images\/.*)$/.test(path)) {
            assert.ok(cells.length > 0, path);
          }
        }
        await page.goto(`${url}/batches`);
        await page.getByText("Live", { exact: true }).waitFor();
        await sql`update batch set images = 77 where code = 'B-ST-1'`;
        await app.refresh();
        const cell = page.getByRole("cell", { name: /77/ });
        await cell.waitFor();
        assert.equal(await cell.getAttribute("data-label"), "Images", "also after an update");
      });
    });
  },
});
