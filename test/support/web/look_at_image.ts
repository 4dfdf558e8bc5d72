import type { Locator, Page } from "playwright-core";

// How the pictures of images are reached and shown, for tests that are not about pictures.

/** The link from a series of a Batch to its pictures. */
export function viewLink(page: Page): Locator {
  return page.getByRole("link", { name: "View", exact: true });
}

/** The link from a picture to the next one of its series. */
export function nextImageLink(page: Page): Locator {
  return page.getByRole("link", { name: "Next →" });
}

/** Waits until the page of an image shows its picture. */
export async function waitForImage(page: Page): Promise<void> {
  await page.locator("canvas[data-drawn]").waitFor();
}
