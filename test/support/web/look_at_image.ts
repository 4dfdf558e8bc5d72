import type { Page } from "playwright-core";

/** Waits until the page of an image shows its picture. */
export async function waitForImage(page: Page): Promise<void> {
  await page.locator("canvas[data-drawn]").waitFor();
}
