import { deidentifyImage } from "../src/pipeline/image/deidentify_image.ts";
import { openImage } from "../src/pipeline/image/open_image.ts";
import { recipesOf } from "../src/pipeline/image/recipes.ts";
import { screenAndRedact } from "../src/pipeline/image/screen_and_redact.ts";
import { describeImage, writeImage } from "../src/pipeline/image/write_image.ts";
import { imageTools } from "../test/support/deidentify/image_tools.ts";
import { filesBelow } from "../test/support/files/output_tree.ts";
import { tempDir } from "../test/support/temp_dir.ts";
import type { Figure } from "./figure.ts";
import { largeImages, type Load, makeLoad, smallImages } from "./load.ts";

const atOnce = 8;

/** The time of each processing stage of an image, measured separately in one thread. */
export async function stages(): Promise<Figure[]> {
  return [
    ...await stagesOf({ ...largeImages, folders: 4 }),
    ...await stagesOf(smallImages),
  ];
}

async function stagesOf(load: Load): Promise<Figure[]> {
  using directory = tempDir();
  const source = `${directory.path}/source`;
  makeLoad(source, load);
  const files = filesBelow(source);
  const clock = new Clock();
  const tools = { ...imageTools(), ...recipesOf(undefined) };
  for (let from = 0; from < files.length; from += atOnce) {
    const paths = files.slice(from, from + atOnce);
    clock.start();
    const opened = paths.map((path) => {
      const file = Deno.openSync(`${source}/${path}`);
      return { file, image: openImage(file) };
    });
    clock.stop("open, read the header");
    const screened = opened.map(({ image }) => screenAndRedact(image, tools.recipes));
    clock.stop("screen");
    const images = opened.flatMap(({ image }, at) => {
      const verdict = screened[at];
      return verdict?.kind === "leaves"
        ? [deidentifyImage(image, verdict, { code: "B-1" }, tools)]
        : [];
    });
    clock.stop("de-identify");
    const written = images.map((image, at) =>
      writeImage(image, `${directory.path}/out`, from + at, tools.buffer)
    );
    clock.stop("copy and hash the pixels, write");
    for (const [at, image] of images.entries()) {
      const one = written[at];
      if (one) describeImage(image, { number: at, path: "x", isFile: true }, one);
    }
    clock.stop("describe for the catalogue");
    await Promise.all(written.map(({ sync }) => sync()));
    clock.stop(`make durable, ${atOnce} at once`);
    for (const { file } of opened) file.close();
  }
  const name = `${files.length} images, ${load.name}`;
  return [...clock.totals].map(([stage, milliseconds]) => ({
    what: `${name}: ${stage}`,
    value: `${(milliseconds * 1000 / files.length).toFixed(0)} µs an image`,
  }));
}

class Clock {
  readonly totals = new Map<string, number>();
  #at = 0;

  start(): void {
    this.#at = performance.now();
  }

  /** Adds the time since the last `start` or `stop` to a stage. */
  stop(stage: string): void {
    const now = performance.now();
    this.totals.set(stage, (this.totals.get(stage) ?? 0) + now - this.#at);
    this.#at = now;
  }
}
