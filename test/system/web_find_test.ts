import assert from "node:assert/strict";
import { completed, image, waiting } from "../support/database/batches.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);

for (const width of [1400, 390]) {
  Deno.test({
    name: `Batches are searched, sorted and shown with their age, at ${width} pixels`,
    ignore,
    async fn() {
      await withDatabase(async (sql) => {
        await waiting(sql, ["ST-1", "ST-2", "DOE_JANE"]);
        await completed(sql, 1000, [image(1), image(2)]);
        await completed(sql, 1001, [image(3, { modality: "MR", seriesInstanceUid: "2.25.5" })]);
        await sql`update batch set found_at = now() - interval '3 hours' where code = 'B-ST-1'`;
        await sql`update batch set found_at = '2020-05-06T07:08:09Z' where code = 'B-ST-2'`;
        await withBrowser(portsOf(sql), async ({ page, url, app }) => {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${url}/batches`);
          await page.getByText("Live", { exact: true }).waitFor();
          const age = page.getByRole("row", { name: /B-ST-1/ }).locator("time");
          assert.equal(await age.textContent(), "3 h ago");
          assert.match(await age.getAttribute("title") ?? "", /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
          await page.getByText("2020-05-06 07:08:09").waitFor();
          await sql`update batch set images = 7 where code = 'B-ST-2'`;
          await app.refresh();
          await page.getByRole("cell", { name: /^(Images\s*)?7$/ }).waitFor();
          assert.equal(await age.textContent(), "3 h ago", "an update keeps the age");
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });

          if (width > 600) {
            await page.getByRole("link", { name: "Images" }).click();
            await page.waitForURL(/order=images/);
            await page.getByRole("columnheader", { name: "Images" }).and(
              page.locator("[aria-sort=descending]"),
            ).waitFor();
          } else { // cards have no head
            await page.getByLabel("Order").selectOption("images");
            await page.getByRole("button", { name: "Show" }).click();
            await page.waitForURL(/order=images/);
          }
          const first = page.getByRole("row").nth(width > 600 ? 1 : 0);
          await first.getByText("B-ST-2").waitFor();
          await page.getByRole("link", { name: /^Done 2/ }).press("Enter");
          await page.waitForURL(/status=DONE/);

          const search = page.getByLabel("Search Batches");
          await search.focus();
          await page.keyboard.type("mr");
          await page.keyboard.press("Enter");
          await page.waitForURL(/modality=MR/);
          await page.getByText("1 Batch", { exact: true }).waitFor();
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await page.getByRole("link", { name: "Remove the filter Modality" }).click();
          await page.getByText("3 Batches", { exact: true }).waitFor();
          await search.fill("DOE_JANE");
          await page.getByRole("button", { name: "Search" }).click();
          await page.waitForURL(/\/batches\/B-DOE_JANE$/); // its code in this test
          await page.goto(`${url}/batches`);
          await search.fill("JANE");
          await search.press("Enter");
          await page.getByText("Nothing in the catalogue has this name.").waitFor();
          assert.equal(page.url().includes("JANE"), false);
        });
      });
    },
  });
}
