import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { version } from "../../system/version.ts";
import api from "./api_script.js" with { type: "text" };
import boxes from "./boxes_script.js" with { type: "text" };
import decoder from "./decoder_script.js" with { type: "text" };
import icon from "./icon.svg" with { type: "text" };
import page from "./page_script.js" with { type: "text" };
import review from "./review_script.js" with { type: "text" };
import style from "./style.css" with { type: "text" };
import viewer from "./viewer_script.js" with { type: "text" };

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
  "viewer.js": [script, viewer],
  "boxes.js": [script, boxes],
  "review.js": [script, review],
  "decoder.js": [script, decoder],
  "icon.svg": ["image/svg+xml", icon],
};

/** Files of npm packages, relative to the directory of the main file. */
const packaged: Readonly<Record<string, readonly [type: string, main: string, file: string]>> = {
  "htmx.js": [script, "htmx.org", "htmx.min.js"],
  "sse.js": [script, "htmx.org", "ext/hx-sse.min.js"],
  "swagger-ui.js": [script, "swagger-ui-dist", "swagger-ui-bundle.js"],
  "swagger-ui.css": ["text/css; charset=utf-8", "swagger-ui-dist", "swagger-ui.css"],
  "dcmjs.js": [script, "dcmjs", "dcmjs.min.js"],
  "dcmjs-imaging.js": [script, "dcmjs-imaging", "dcmjs-imaging.min.js"],
  "dcmjs-native-codecs.wasm": ["application/wasm", "dcmjs-imaging", "dcmjs-native-codecs.wasm"],
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
