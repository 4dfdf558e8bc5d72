import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { version } from "../../system/version.ts";
import api from "./api_script.js" with { type: "text" };
import boxes from "./boxes_script.js" with { type: "text" };
import frameStore from "./frame_store.mjs" with { type: "text" };
import loadFrame from "./load_frame.mjs" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import page from "./page_script.js" with { type: "text" };
import paintFrame from "./paint_frame.mjs" with { type: "text" };
import placePicture from "./place_picture.mjs" with { type: "text" };
import review from "./review_script.js" with { type: "text" };
import stackCine from "./stack_cine.mjs" with { type: "text" };
import stackControls from "./stack_controls.mjs" with { type: "text" };
import stackGestures from "./stack_gestures.mjs" with { type: "text" };
import stackKeys from "./stack_keys.mjs" with { type: "text" };
import stackLabels from "./stack_labels.mjs" with { type: "text" };
import stackViewer from "./stack_viewer.mjs" with { type: "text" };
import stackWindow from "./stack_window.mjs" with { type: "text" };
import style from "./style.css" with { type: "text" };

/** A static file of the pages. */
export interface Asset {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const script = "text/javascript; charset=utf-8";
const own: Readonly<Record<string, readonly [type: string, text: string]>> = {
  "style.css": ["text/css; charset=utf-8", style],
  "api.js": [script, api],
  "page.js": [script, page],
  "boxes.js": [script, boxes],
  "review.js": [script, review],
  "icon.svg": ["image/svg+xml", icon],
  // modules, which import each other
  "frame_store.mjs": [script, frameStore],
  "load_frame.mjs": [script, loadFrame],
  "paint_frame.mjs": [script, paintFrame],
  "place_picture.mjs": [script, placePicture],
  "stack_cine.mjs": [script, stackCine],
  "stack_controls.mjs": [script, stackControls],
  "stack_gestures.mjs": [script, stackGestures],
  "stack_keys.mjs": [script, stackKeys],
  "stack_labels.mjs": [script, stackLabels],
  "stack_viewer.mjs": [script, stackViewer],
  "stack_window.mjs": [script, stackWindow],
};

/** Files of npm packages, relative to the directory of the main file. */
const packaged: Readonly<Record<string, readonly [type: string, main: string, file: string]>> = {
  "htmx.js": [script, "htmx.org", "htmx.min.js"],
  "sse.js": [script, "htmx.org", "ext/hx-sse.min.js"],
  "swagger-ui.js": [script, "swagger-ui-dist", "swagger-ui-bundle.js"],
  "swagger-ui.css": ["text/css; charset=utf-8", "swagger-ui-dist", "swagger-ui.css"],
};

const tag = createHash("sha256").update(version + Object.values(own).join("")).digest("hex")
  .slice(0, 12);

/** The URL of an asset. It changes with the content, so that browsers may cache it forever. */
export function assetUrl(name: string): string {
  if (!(name in own) && !(name in packaged)) throw new TypeError(`unknown asset ${name}`);
  return `/assets/${tag}/${name}`;
}

/** Reads an asset; undefined if it does not exist. */
export async function readAsset(name: string): Promise<Asset | undefined> {
  const [type, text] = own[name] ?? [];
  if (type && text) return { type, bytes: new TextEncoder().encode(text) };
  const [packagedType, main, file] = packaged[name] ?? [];
  if (!packagedType || !main || !file) return undefined;
  const { resolve } = createRequire(import.meta.url);
  return { type: packagedType, bytes: await Deno.readFile(join(dirname(resolve(main)), file)) };
}
