import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { encodeRle } from "../../src/pixels/codecs/rle.ts";
import { compressedImage } from "../support/dicom/compressed_images.ts";
import { ascii, type PlainElement } from "../support/dicom/encode_data_set.ts";
import { type NativeImage, nativeImage, us } from "../support/dicom/native_image.ts";
import { mark } from "../support/patients/planted_token.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import type { OpenApp } from "../support/web/open_app.ts";
import { type ViewedImage, viewerPath, waitForImage } from "../support/web/open_viewer.ts";
import { scrollImages, waitUntilLoaded } from "../support/web/scroll_images.ts";
import { withViewer } from "../support/web/with_viewer.ts";
import { tabTo } from "../support/web/tab_to.ts";

const ignore = missingTools(...browserTools);
const size = { rows: 64, columns: 64, frames: 1 };
const count = size.rows * size.columns;

/** A slice of 12 bits with a window, whose values are `value` plus the column, and a name. */
function slice(value: number, more: readonly PlainElement[] = []): ViewedImage {
  const pixels = new Uint8Array(2 * count);
  const view = new DataView(pixels.buffer);
  for (let at = 0; at < count; at++) {
    view.setUint16(2 * at, 1024 + value + at % size.columns, true);
  }
  const shown = [
    ascii(0x00100010, "PN", `${mark}^JANE`),
    ascii(0x00281050, "DS", "40"),
    ascii(0x00281051, "DS", "400"),
    ascii(0x00281052, "DS", "-1024"),
    ascii(0x00281053, "DS", "1"),
    ...more,
  ];
  const image: NativeImage = { ...size, bits: 16, stored: 12, modality: "CT", more: shown };
  return { bytes: nativeImage(image, pixels) };
}

function slices(number: number): ViewedImage[] {
  return Array.from({ length: number }, (_, at) => slice(10 * at));
}

/** The colour of the first pixel of the picture. */
async function pixel(page: Page): Promise<number[]> {
  const context = `document.querySelector("canvas").getContext("2d")`;
  return await page.evaluate<number[]>(`[...${context}.getImageData(0, 0, 1, 1).data].slice(0, 3)`);
}

/** What a label of the viewer says. */
async function label(page: Page, name: string): Promise<string> {
  return await page.locator(`[data-shown="${name}"]`).textContent() ?? "";
}

/** Waits until the picture was drawn once more than before an action. */
async function drawnAfter({ page }: OpenApp, action: () => Promise<unknown>): Promise<void> {
  const read = `Number(document.querySelector("canvas").dataset.drawn ?? 0)`;
  const before = await page.evaluate<number>(read);
  await action();
  while (await page.evaluate<number>(read) <= before) await page.waitForTimeout(10);
}

async function scaleOf(page: Page): Promise<number> {
  return Number.parseInt((await label(page, "zoom")).replace("Zoom ", ""));
}

/** Moves the mouse to the middle of the stage, and returns this place. */
async function aim(page: Page): Promise<readonly [x: number, y: number]> {
  const stage = page.locator(".stage");
  await stage.scrollIntoViewIfNeeded();
  const box = await stage.boundingBox();
  assert.ok(box);
  const middle = [box.x + box.width / 2, box.y + box.height / 2] as const;
  await page.mouse.move(...middle);
  return middle;
}

/** Drags with a button of the mouse from the middle of the stage. */
async function drag(
  page: Page,
  [right, down]: readonly [right: number, down: number],
  button: "left" | "right" = "left",
): Promise<void> {
  const [x, y] = await aim(page);
  await page.mouse.down({ button });
  await page.mouse.move(x + right, y + down);
  await page.mouse.up({ button });
}

for (const width of [1400, 390]) {
  Deno.test({
    name: `with the mouse, a series is scrolled, windowed, zoomed and moved: ${width} pixels`,
    ignore,
    async fn() {
      await withViewer(slices(12), async (opened) => {
        const { page, url } = opened;
        const addresses: string[] = [];
        page.on("request", (request) => addresses.push(request.url()));
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${url}/batches/B-ST-1`);
        await page.getByRole("link", { name: "View", exact: true }).click();
        await waitForImage(opened, 6); // the middle of the series
        await assertAccessible(page);
        await page.setViewportSize({ width, height: 900 });
        await aim(page);
        await page.mouse.wheel(0, 100);
        await waitForImage(opened, 7);
        await page.mouse.wheel(0, -300);
        await waitForImage(opened, 4);
        assert.equal(await label(page, "window"), "W 400 L 40");
        await drawnAfter(opened, () => page.getByRole("combobox").selectOption("Lung"));
        assert.deepEqual(await pixel(page), [235, 235, 235], "30 HU, PS3.3 C.11.2.1.2.1");
        await drawnAfter(opened, () => drag(page, [30, 20]));
        const own = await label(page, "window");
        assert.match(own, /^W 1650 L -500$/);
        await page.mouse.wheel(0, 100);
        await waitForImage(opened, 5);
        assert.equal(await label(page, "window"), own, "the window is kept between images");
        const whole = await scaleOf(page);
        await page.getByRole("button", { name: "Zoom in" }).click();
        assert.ok(await scaleOf(page) > whole);
        await page.getByRole("button", { name: "1:1" }).click();
        assert.equal(await scaleOf(page), 100);
        await aim(page);
        await page.keyboard.down("Control");
        await page.mouse.wheel(0, -100);
        await page.keyboard.up("Control");
        await page.getByText("Zoom 122 %").waitFor();
        await drag(page, [0, -50], "right");
        assert.ok(await scaleOf(page) > 150);
        await page.getByRole("button", { name: "1:1" }).click();
        await page.getByRole("radio", { name: "Move" }).check();
        const still = await transformOf(page);
        await drag(page, [25, 10]);
        assert.notEqual(await transformOf(page), still);
        assert.match(await transformOf(page), /scale\(1, 1\)$/);
        const before = await transformOf(page);
        await page.getByRole("button", { name: "Fit" }).click();
        assert.notEqual(await transformOf(page), before);
        assert.equal(await scaleOf(page), whole);
        await page.getByRole("slider", { name: /^Image/ }).fill("12");
        await waitForImage(opened, 12);
        await drawnAfter(opened, () => page.getByRole("button", { name: "Reset" }).click());
        assert.equal(await label(page, "window"), "W 400 L 40");
        assert.deepEqual(addresses.filter((address) => address.includes(mark)), []);
        assert.equal((await page.content()).includes(mark), false);
      });
    },
  });

  Deno.test({
    name: `by keyboard alone, a series is scrolled, windowed, inverted and played: ${width} pixels`,
    ignore,
    async fn() {
      await withViewer(slices(12), async (opened) => {
        const { page, url } = opened;
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${url}/batches/B-ST-1`);
        await tabTo(page, "View");
        await page.keyboard.press("Enter");
        await waitForImage(opened, 6);
        await page.keyboard.press("ArrowDown"); // the focus is on the picture
        await waitForImage(opened, 7);
        for (const [key, at] of [["Home", 1], ["PageDown", 11], ["End", 12], ["ArrowUp", 11]]) {
          await page.keyboard.press(String(key));
          await waitForImage(opened, Number(at));
        }
        await drawnAfter(opened, () => page.keyboard.press("Shift+ArrowRight"));
        await drawnAfter(opened, () => page.keyboard.press("Shift+ArrowUp"));
        const own = await label(page, "window");
        assert.equal(own, "W 420 L 61");
        const before = await pixel(page);
        await drawnAfter(opened, () => page.keyboard.press("i"));
        assert.deepEqual(await pixel(page), before.map((value) => 255 - value));
        await page.keyboard.press("Home");
        await waitForImage(opened, 1);
        assert.equal(await label(page, "window"), own);
        await page.getByRole("button", { name: "Invert", pressed: true }).waitFor();
        const whole = await transformOf(page);
        await page.keyboard.press("+");
        await page.keyboard.press("Control+ArrowLeft");
        assert.notEqual(await transformOf(page), whole);
        await page.keyboard.press("0");
        assert.equal(await transformOf(page), whole);
        await drawnAfter(opened, () => page.keyboard.press("3")); // soft tissue
        await drawnAfter(opened, () => page.keyboard.press("2")); // the whole range
        assert.equal(await label(page, "window"), "W 64 L 32");
        await page.keyboard.press("o");
        assert.equal(await page.locator(".corner").first().isVisible(), false);
        await page.keyboard.press("o");
        await page.keyboard.press(" ");
        await page.getByRole("button", { name: "Stop" }).waitFor();
        await waitForImage(opened, 12);
        await waitForImage(opened, 1); // it starts again
        await page.keyboard.press(" ");
        await page.getByRole("button", { name: "Play" }).waitFor();
        await page.keyboard.press(">");
        assert.equal(await page.getByLabel("images per second").inputValue(), "20");
        await tabTo(page, "Keys and mouse");
        await page.keyboard.press("Enter");
        await page.getByText("ten images back or forward").waitFor();
        await assertAccessible(page);
      });
    },
  });
}

async function transformOf(page: Page): Promise<string> {
  return await page.evaluate<string>(`document.querySelector("canvas").style.transform`);
}

/** An image of 64 × 64 with one value everywhere, or with these bytes. */
function flat(image: Partial<NativeImage>, bytes: readonly number[]): Uint8Array {
  const pixels = new Uint8Array(count * bytes.length);
  for (let at = 0; at < count; at++) pixels.set(bytes, at * bytes.length);
  return nativeImage({ ...size, bits: 8, ...image }, pixels);
}

const rle = { rows: 64, columns: 64, samples: 1, bytesPerSample: 1, bitsStored: 8 };
const rleShape = { ...rle, isSigned: false, colours: "MONOCHROME2" };
const white = [255, 255, 255];

/** Kinds of images, and the colour of their first pixel or what is said instead. */
const kinds: readonly (readonly [string, ViewedImage, readonly number[] | string])[] = [
  ["MONOCHROME2", { bytes: flat({}, [200]) }, [200, 200, 200]],
  ["MONOCHROME1", { bytes: flat({ colours: "MONOCHROME1" }, [200]) }, [55, 55, 55]],
  ["RGB", { bytes: flat({ samples: 3, colours: "RGB" }, [250, 20, 30]) }, [250, 20, 30]],
  ["YBR_FULL", { bytes: flat({ samples: 3, colours: "YBR_FULL" }, [128, 128, 128]) }, [
    128,
    128,
    128,
  ]],
  ["signed", {
    bytes: flat({
      bits: 16,
      isSigned: true,
      more: [ascii(0x00281050, "DS", "-2000"), ascii(0x00281051, "DS", "100")],
    }, [0, 0]),
  }, white],
  ["one bit", {
    bytes: nativeImage(
      { ...size, bits: 1, vr: "OB" },
      new Uint8Array(count / 8).fill(0b0101),
    ),
  }, white],
  ["RLE", {
    bytes: compressedImage({ shape: rleShape, frames: 1 }, "1.2.840.10008.1.2.5", [
      encodeRle(new Uint8Array(count).fill(77), rleShape),
    ]),
  }, [77, 77, 77]],
  ["overlay", {
    bytes: flat({
      more: [
        us(0x60000010, 64),
        us(0x60000011, 64),
        us(0x60000100, 1),
        us(0x60000102, 0),
        { tag: 0x60003000, vr: "OW", value: new Uint8Array(count / 8).fill(1) },
      ],
    }, [9]),
  }, [255, 255, 0]],
  ["video", {
    bytes: compressedImage({ shape: rleShape, frames: 1 }, "1.2.840.10008.1.2.4.102", [
      Uint8Array.of(1, 2),
    ]),
  }, "This image cannot be shown: its transfer syntax cannot be decoded."],
  ["damaged", { bytes: new TextEncoder().encode(`${mark} is no image`) }, "cannot be shown"],
];

Deno.test({
  name: "every kind of image is shown, or the viewer says why it is not, and goes on",
  ignore,
  async fn() {
    await withViewer(kinds.map(([, image]) => image), async (opened) => {
      const { page, url } = opened;
      await page.goto(`${url}${viewerPath}`);
      for (const [at, [name, , expected]] of kinds.entries()) {
        if (typeof expected === "string") {
          await page.locator('.stage[data-state="fault"]').getByText(expected).waitFor();
          const opacity = `getComputedStyle(document.querySelector("canvas")).opacity`;
          assert.equal(await page.evaluate(opacity), "0", `${name}: no other image is shown`);
        } else {
          await waitForImage(opened, at + 1);
          assert.deepEqual(await pixel(page), expected, name);
        }
        const isColour = name === "RGB" || name === "YBR_FULL";
        if (Array.isArray(expected)) {
          assert.equal(await page.getByLabel("Width").isVisible(), !isColour, name);
        }
        await page.keyboard.press("ArrowDown");
      }
      assert.equal((await page.content()).includes(mark), false);
      await page.keyboard.press("Home");
      await waitForImage(opened, 1);
      await page.getByRole("link", { name: "Header of this image" }).click();
      await page.waitForURL(/\/images\/2\.25\.1$/);
      await waitForImage(opened, 1);
    });
  },
});

Deno.test({
  name: "a cine plays at the rate of its header, frame after frame",
  ignore,
  async fn() {
    const frames = 6;
    const pixels = Uint8Array.from(
      { length: frames * count },
      (_, at) => 40 * Math.floor(at / count),
    );
    const more = [ascii(0x00180040, "IS", "30")];
    const bytes = nativeImage({ ...size, frames, bits: 8, more }, pixels);
    await withViewer([{ bytes, row: { frames } }], async (opened) => {
      const { page, url } = opened;
      await page.goto(`${url}/images/2.25.1`);
      await waitForImage(opened, 1);
      assert.equal(await page.getByLabel("images per second").inputValue(), "30");
      await page.getByText("6 of 6 loaded").or(page.getByText("No. 1, frame 1 of 6")).waitFor();
      const greys = new Set<string>();
      await page.exposeFunction("seen", (at: string) => void greys.add(at));
      await page.evaluate(`new MutationObserver(() =>
        seen(document.querySelector("canvas").dataset.at)
      ).observe(document.querySelector("canvas"), { attributes: true })`);
      await page.getByRole("button", { name: "Play" }).click();
      while (greys.size < frames) await page.waitForTimeout(20);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.locator("canvas").focus();
      await page.keyboard.press("End");
      await waitForImage(opened, 6);
      assert.deepEqual(await pixel(page), [200, 200, 200]);
      assert.equal(await label(page, "image"), "No. 1, frame 6 of 6");
    });
  },
});

Deno.test({
  name: "a CT scrolls smoothly, and each image is drawn",
  ignore,
  async fn() {
    const images = 60;
    const study = [...syntheticStudy({ number: 1, images, size: 512 })];
    await withViewer(study, async (opened) => {
      const { page, url } = opened;
      await page.goto(`${url}${viewerPath}`);
      await waitForImage(opened, 1);
      await waitUntilLoaded(page);
      const { medianMs, drawn } = await scrollImages(page, images);
      // bench/scrolling.ts asserts 30 frames per second; the machine may be loaded here
      assert.ok(medianMs < 100, `a frame takes ${medianMs} ms`);
      assert.ok(drawn >= images - 3, `${drawn} of ${images} images were drawn`);
    });
  },
});
