import { withDatabase } from "../database/test_database.ts";
import type { OpenApp } from "./open_app.ts";
import { openViewer, type ViewedImage } from "./open_viewer.ts";

/** Runs a test with the viewer of delivered images, in a catalogue of their own. */
export async function withViewer(
  images: readonly ViewedImage[],
  test: (opened: OpenApp) => Promise<void>,
): Promise<void> {
  await withDatabase((sql) => openViewer(sql, images, test));
}
