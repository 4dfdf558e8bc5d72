import { openDatabase } from "../src/database/open_database.ts";
import { syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import { openViewer, viewerPath, waitForImage } from "../test/support/web/open_viewer.ts";
import { scrollImages, waitUntilLoaded } from "../test/support/web/scroll_images.ts";
import type { Figure } from "./figure.ts";

const [images, size] = [500, 512];
/** Less is not smooth. */
const leastFrames = 30;

/**
 * Scrolls a CT of 500 images in Chromium, which renders with the processor. Throws if fewer than 30
 * images are shown in a second.
 */
export async function scrolling(): Promise<Figure[]> {
  const stateDir = Deno.makeTempDirSync({ prefix: "scrolling-" });
  Deno.chmodSync(stateDir, 0o755);
  const database = await openDatabase({ stateDir, connections: 4 });
  const study = [...syntheticStudy({ number: 1, images, size })];
  const figures: Figure[] = [];
  try {
    await openViewer(database.sql, study, async (opened) => {
      const { page, url } = opened;
      await page.setViewportSize({ width: 1400, height: 900 });
      const startedAt = performance.now();
      await page.goto(`${url}${viewerPath}`);
      await waitForImage(opened, 1);
      const shown = performance.now() - startedAt;
      await waitUntilLoaded(page);
      const loaded = performance.now() - startedAt;
      const { medianMs, drawn } = await scrollImages(page, images);
      const rate = 1000 / medianMs;
      figures.push(
        { what: "until the first image is shown", value: `${shown.toFixed(0)} ms` },
        { what: `until ${images} images are loaded`, value: `${(loaded / 1000).toFixed(1)} s` },
        { what: "scrolling", value: `${rate.toFixed(0)} frames/s, ${drawn} images drawn` },
      );
      if (Math.round(rate) < leastFrames) throw new Error(`${rate.toFixed(1)} frames per second`);
    });
    return figures;
  } finally {
    await database.close();
    Deno.removeSync(stateDir, { recursive: true });
  }
}
