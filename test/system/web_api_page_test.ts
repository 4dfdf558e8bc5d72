import assert from "node:assert/strict";
import { completed, image, waiting } from "../support/database/batches.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { fakeReview } from "../support/review/fake_review.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { ask } from "../support/web/web.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);

// what the content security policy refuses would be an error in the console, which fails the test
for (const width of [1400, 390]) {
  Deno.test({
    name: `the page of the API draws every operation, and sends a request, at ${width} pixels`,
    ignore,
    async fn() {
      await withDatabase(async (sql) => {
        await waiting(sql, ["ST-1"]);
        await completed(sql, 1000, [image(1)]);
        const ports = { ...portsOf(sql), review: fakeReview([]).ports };
        await withBrowser(ports, async ({ page, url }) => {
          const { paths } = JSON.parse((await ask(`${url}/api/openapi.json`)).text);
          const operations = Object.values<object>(paths).flatMap(Object.keys).length;
          await page.setViewportSize({ width, height: 900 });
          await page.goto(`${url}/api`);
          await page.locator(".opblock").nth(operations - 1).waitFor();
          assert.equal(await page.locator(".opblock").count(), operations);
          await page.getByRole("button", { name: "get /batches", exact: true }).click();
          await page.getByRole("button", { name: "Try it out" }).click();
          await page.getByLabel("status", { exact: true }).selectOption("DONE");
          await page.getByRole("button", { name: "Execute" }).press("Enter");
          await page.getByText(/"code": "B-ST-1"/).first().waitFor();
          await assertAccessible(page);
          await page.setViewportSize({ width, height: 900 });
          await page.getByRole("button", { name: "post /batches/retry", exact: true }).click();
          await page.getByText("Process all matching Batches again").first().waitFor();
          const buttons = page.getByRole("button", { name: "Try it out" });
          assert.equal(await buttons.count(), 0, "a change requires the token of a program");
        });
      });
    },
  });
}
