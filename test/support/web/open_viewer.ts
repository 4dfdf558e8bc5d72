import { PicturePool } from "../../../src/pictures/picture_pool.ts";
import type { ImageRow } from "../../../src/model/image.ts";
import { completed, image, waiting } from "../database/batches.ts";
import type { Sql } from "../../../src/database/connect/sql.ts";
import { tempDir } from "../temp_dir.ts";
import { type OpenApp, withBrowser } from "./open_app.ts";
import { portsOf } from "./web_ports.ts";

/** A delivered image: its file, and what the catalogue says about it. */
export interface ViewedImage {
  readonly bytes: Uint8Array;
  readonly row?: Partial<ImageRow>;
}

/** On a loaded machine, the first thread starts late. */
const patienceMs = 120_000;
const limits = { threads: 2, pictures: 100, pictureMs: patienceMs, idleMs: 300_000 };

/** The address of the viewer of the images. */
export const viewerPath = "/series/2.25.2000";

/** Waits until the picture of this place, counted from 1, is drawn. */
export async function waitForImage({ page }: Pick<OpenApp, "page">, at: number): Promise<void> {
  await page.locator(`.stage[data-state="shown"] canvas[data-at="${at}"]`).waitFor();
}

/**
 * Opens the pages in a browser with delivered images of one series, numbered from 1, whose frames
 * threads read.
 */
export async function openViewer(
  sql: Sql,
  images: readonly ViewedImage[],
  test: (opened: OpenApp) => Promise<void>,
): Promise<void> {
  using directory = tempDir();
  for (const [at, { bytes }] of images.entries()) {
    Deno.writeFileSync(`${directory.path}/2.25.${at + 1}.dcm`, bytes);
  }
  using pool = new PicturePool(directory.path, limits);
  await waiting(sql, ["ST-1"]);
  await completed(sql, 1000, images.map(({ row }, at) => image(at + 1, row)));
  const ports = portsOf(sql, {
    openImage: ({ instance }) => Deno.open(`${directory.path}/${instance}.dcm`),
    readFrame: ({ instance }, frame, signal) =>
      pool.read(`${directory.path}/${instance}.dcm`, { frame }, signal),
  });
  await withBrowser(ports, async (opened) => {
    opened.page.setDefaultTimeout(patienceMs);
    await test(opened);
  });
}
