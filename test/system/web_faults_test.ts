import assert from "node:assert/strict";
import { withDatabase } from "../support/database/test_database.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { waitForImage } from "../support/web/open_viewer.ts";
import { portsOf } from "../support/web/web_ports.ts";
import { withViewer } from "../support/web/with_viewer.ts";

const ignore = missingTools(...browserTools);

Deno.test({
  name: "window and level are offered for grey images, and not for colour images",
  ignore,
  async fn() {
    const base = { rows: 16, columns: 16, frames: 1, bits: 8 };
    const colours = { ...base, samples: 3, colours: "RGB" };
    const images = [
      { bytes: nativeImage(colours, new Uint8Array(768).fill(90)) },
      { bytes: nativeImage(base, Uint8Array.from({ length: 256 }, (_, at) => at)) },
    ];
    await withViewer(images, async (opened) => {
      const { page, url } = opened;
      for (const [at, isGrey] of [false, true].entries()) {
        await page.goto(`${url}/images/2.25.${at + 1}`);
        await waitForImage(opened, 1);
        for (const name of ["Width", "Level"]) {
          assert.equal(await page.getByLabel(name).isVisible(), isGrey, name);
        }
        assert.equal(await page.getByRole("slider").count(), 0, "there is one image");
        await assertAccessible(page);
      }
    });
  },
});

Deno.test({
  name: "a page says that it is not live: when the server ends, and when it is silent",
  ignore,
  async fn() {
    await withDatabase(async (sql) => {
      await withBrowser(portsOf(sql), async ({ page, url, stop }) => {
        await page.clock.install();
        await page.goto(url);
        await page.getByText("Live", { exact: true }).waitFor();
        await page.evaluate("globalThis.mark = 'not loaded again'");
        await page.clock.runFor(40_000);
        assert.equal(await page.locator(".live-state").textContent(), "Live");
        await page.context().setOffline(true);
        await page.getByText("Connection lost").waitFor();
        await page.context().setOffline(false);
        await page.goto(url);
        await page.getByText("Live", { exact: true }).waitFor();
        await page.evaluate("globalThis.mark = 'not loaded again'");
        await page.clock.fastForward(70_000); // the server sends nothing in the meantime
        await page.waitForFunction("globalThis.mark === undefined");
        await page.getByText("Live", { exact: true }).waitFor();
        await stop();
        await page.clock.runFor(5000);
        await page.getByText("Connection lost").waitFor();
      });
    });
  },
});

Deno.test({
  name: "every column of the settings fits on the screen, however long a value is",
  ignore,
  async fn() {
    await withDatabase(async (sql) => {
      const value = Array.from({ length: 30 }, (_, at) => `dicomweb+https://pacs-${at}`).join(",");
      const help = "also deliver every Batch to these targets, separated by commas";
      const from = "environment" as const;
      const settings = [{ group: "Delivery", variable: "DELIVER_TO", value, from, help }];
      await withBrowser(portsOf(sql, { settings }), async ({ page, url }) => {
        for (const width of [1400, 1000]) {
          await page.setViewportSize({ width, height: 800 });
          await page.goto(`${url}/settings`);
          const region = page.getByRole("region", { name: "Changed" });
          const cut = await region.evaluate((node: { scrollWidth: number; clientWidth: number }) =>
            node.scrollWidth - node.clientWidth
          );
          assert.ok(cut <= 0, `${cut} pixels are cut off at ${width}`);
        }
        for (const path of ["/settings", "/help", "/nowhere"]) {
          await page.goto(`${url}${path}`);
          await assertAccessible(page);
        }
      });
    });
  },
});
