import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** The size of the originals that are reviewed in a browser. */
export const originalSize = { rows: 240, columns: 320 };

/** Waits until the large picture was drawn so many times. */
export async function waitForPicture(page: Page, drawn = 1): Promise<void> {
  await page.locator(`#review canvas[data-drawn="${drawn}"]`).waitFor();
}

/** The rectangles that are drawn, as left, top, width and height. */
export async function drawnBoxes(page: Page): Promise<number[][]> {
  return await page.evaluate<number[][]>(`
    [...document.querySelectorAll("#review [data-box]")].map((rect) =>
      ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))))`);
}

type Place = readonly [x: number, y: number];

/** Drags with the mouse from one place of the original to another. */
export async function drag(page: Page, from: Place, to: Place): Promise<void> {
  const svg = await page.locator("#review svg").boundingBox();
  assert.ok(svg);
  const { rows, columns } = originalSize;
  const move = ([x, y]: Place): Promise<void> =>
    page.mouse.move(svg.x + x * svg.width / columns, svg.y + y * svg.height / rows);
  await move(from);
  await page.mouse.down();
  await move([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  await move(to);
  await page.mouse.up();
}
