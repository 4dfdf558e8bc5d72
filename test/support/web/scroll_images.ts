import type { Page } from "playwright-core";

/** How a stack of images was scrolled. */
export interface Scrolled {
  /** The median of the intervals between two frames of the screen. */
  readonly medianMs: number;
  /** The images that were drawn, of as many frames of the screen. */
  readonly drawn: number;
}

/** Waits until all images of a stack are loaded; the first one must be shown. */
export async function waitUntilLoaded(page: Page): Promise<void> {
  while (await page.locator('[data-shown="loaded"]').textContent() !== "") {
    await page.waitForTimeout(20);
  }
}

/**
 * Turns the wheel by one image in each frame of the screen, from the first image to the last one.
 * All images must be loaded.
 */
export async function scrollImages(page: Page, images: number): Promise<Scrolled> {
  return await page.evaluate<Scrolled>(`new Promise((resolve) => {
    const stage = document.querySelector(".stage");
    const canvas = document.querySelector("canvas");
    const before = Number(canvas.dataset.drawn);
    const times = [];
    const turn = (now) => {
      times.push(now);
      if (times.length > ${images}) {
        const intervals = times.slice(1).map((time, at) => time - times[at]).sort((a, b) => a - b);
        const medianMs = intervals[Math.floor(intervals.length / 2)];
        return resolve({ medianMs, drawn: Number(canvas.dataset.drawn) - before });
      }
      const options = { deltaY: 100, bubbles: true, cancelable: true };
      stage.dispatchEvent(new WheelEvent("wheel", options));
      requestAnimationFrame(turn);
    };
    requestAnimationFrame(turn);
  })`);
}
