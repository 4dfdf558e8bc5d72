import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { thumbnailRequest } from "../../src/model/review_picture.ts";
import { PicturePool } from "../../src/pictures/picture_pool.ts";
import { formatAccounts, hashToken, parseAccounts } from "../../src/web/security/accounts.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { type FakeReview, fakeReview } from "../support/review/fake_review.ts";
import { drag, drawnBoxes, waitForPicture } from "../support/review/in_browser.ts";
import { namePlace, writeOriginals } from "../support/review/originals.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { tabTo } from "../support/web/tab_to.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);
const accounts = parseAccounts(formatAccounts([
  { kind: "token", name: "rita", role: "reviewer", hash: hashToken("di_rita") },
  { kind: "token", name: "bob", role: "reader", hash: hashToken("di_bob") },
]));

interface Opened {
  readonly page: Page;
  readonly url: string;
  readonly review: FakeReview;
}

/** Opens the grid in a browser, as an account, with originals that threads render. */
async function withReview(
  width: number,
  test: (opened: Opened) => Promise<void>,
  name = "rita",
): Promise<void> {
  using directory = tempDir();
  const images = writeOriginals(directory.path);
  using pool = new PicturePool(directory.path);
  const pathOf = ({ number }: { readonly number: number }) => `${directory.path}/${number}.dcm`;
  const review = fakeReview(images, {
    readPicture: (file, request) => pool.render(pathOf(file), request),
    readThumbnail: (file) => pool.render(pathOf(file), thumbnailRequest),
  });
  await withDatabase(async (sql) => {
    const ports = { ...portsOf(sql, { accounts: () => accounts }), review: review.ports };
    await withBrowser(ports, async ({ page, url }) => {
      await page.setViewportSize({ width, height: 900 });
      // a login would leave timers; review_in_browser_test.ts logs in
      await page.setExtraHTTPHeaders({ authorization: `Bearer di_${name}` });
      await page.goto(`${url}/review`);
      await test({ page, url, review });
    });
  });
}

/** Waits until an expression is true. */
async function until(page: Page, expression: string): Promise<void> {
  while (!await page.evaluate<boolean>(expression)) await page.waitForTimeout(20);
}

/** The brightness of a pixel of the large picture. */
async function grey(page: Page, x: number, y: number): Promise<number> {
  const context = `document.querySelector("#review canvas").getContext("2d")`;
  return await page.evaluate<number>(`${context}.getImageData(${x}, ${y}, 1, 1).data[0]`);
}

function assertNear(boxes: readonly (readonly number[])[], expected: readonly number[][]): void {
  assert.equal(boxes.length, expected.length, JSON.stringify(boxes));
  for (const [at, box] of boxes.entries()) {
    const furthest = Math.max(
      ...box.map((value, index) => Math.abs(value - (expected[at]?.[index] ?? NaN))),
    );
    assert.ok(furthest <= 2, `${JSON.stringify(boxes)}, expected ${JSON.stringify(expected)}`);
  }
}

for (const width of [1400, 390]) {
  Deno.test({
    name: `with the mouse, a rectangle is drawn, moved and resized, and released: ${width} pixels`,
    ignore,
    async fn() {
      await withReview(width, async ({ page, review }) => {
        await page.getByText("4 images wait for a decision").waitFor();
        const thumbs = page.locator(".thumb img");
        await thumbs.first().scrollIntoViewIfNeeded();
        await until(page, `document.querySelector(".thumb img").naturalWidth === 240`);
        await assertAccessible(page);
        await page.setViewportSize({ width, height: 900 });
        await page.getByRole("link", { name: "Review file 1 of B-US1" }).click();
        await waitForPicture(page);
        await assertAccessible(page);
        await page.setViewportSize({ width, height: 900 });
        const { left, top, width: wide, height } = namePlace;
        assertNear(await drawnBoxes(page), [[left, top, wide, height]]);
        await drag(page, [100, 100], [180, 140]);
        assertNear(await drawnBoxes(page), [[left, top, wide, height], [100, 100, 80, 40]]);
        await drag(page, [140, 120], [150, 130]);
        assertNear((await drawnBoxes(page)).slice(1), [[110, 110, 80, 40]]);
        await drag(page, [190, 150], [200, 170]);
        assertNear((await drawnBoxes(page)).slice(1), [[110, 110, 90, 60]]);
        await page.getByText(/^Rectangle 2: left 1\d\d, top 1\d\d/).waitFor();
        const boxes = await drawnBoxes(page);
        await page.getByLabel(/^Reason/).fill("name at the top");
        await page.getByRole("button", { name: "Redact and release" }).click();
        await page.getByText("Decided: 1 image.").waitFor();
        const [decision] = review.recorded;
        assert.deepEqual(
          decision?.boxes.map((box) => [box.left, box.top, box.width, box.height]),
          boxes,
        );
        assert.equal(decision?.reason, "name at the top");
        await page.getByRole("button", { name: "Undo" }).click();
        await page.getByText("Undone: 1 image.").waitFor();
        assert.equal(review.recorded[0]?.state, "undone");
      });
    },
  });

  Deno.test({
    name: `by keyboard alone, a rectangle is added, moved, resized and redacted: ${width} pixels`,
    ignore,
    async fn() {
      await withReview(width, async ({ page, review }) => {
        await page.getByText("4 images wait for a decision").waitFor();
        await tabTo(page, "Review file 1 of B-US1");
        await page.keyboard.press("Enter");
        await waitForPicture(page);
        await tabTo(page, /^Rectangle 1: left 8/);
        await page.keyboard.press("Delete");
        await page.getByText("Rectangle 1 removed. 0 left.").waitFor();
        await page.keyboard.press("Enter"); // the focus is on "Add a rectangle"
        await page.getByText("Rectangle 1: left 120, top 90, width 80, height 60 added.").waitFor();
        for (const _ of Array(40)) await page.keyboard.press("ArrowLeft");
        await page.keyboard.press("Control+ArrowUp");
        await page.keyboard.press("Shift+ArrowDown");
        await page.keyboard.press("Control+Shift+ArrowRight");
        assert.deepEqual(await drawnBoxes(page), [[0, 89, 81, 63]]);
        await page.getByText("Rectangle 1: left 0, top 89, width 81, height 63.").waitFor();
        await tabTo(page, "Show what was found");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Control+A");
        await page.keyboard.type("3");
        await page.keyboard.press("Tab");
        assert.deepEqual(await drawnBoxes(page), [[0, 3, 81, 63]]);
        await tabTo(page, "image");
        await page.keyboard.press("Enter"); // decides nothing: the page stays
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Enter");
        await page.keyboard.press("Tab");
        await page.keyboard.type("all of this scanner");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Redact and release: 4 images" }).waitFor();
        assert.equal(await page.locator(".thumb rect").count(), 4);
        await until(page, `document.querySelector(".thumb img").naturalWidth === 240`);
        await assertAccessible(page);
        await page.setViewportSize({ width, height: 900 });
        await tabTo(page, "Redact and release: 4 images");
        await page.keyboard.press("Enter");
        await page.getByText("Decided: 4 images.").waitFor();
        const [decision] = review.recorded;
        assert.deepEqual(decision?.boxes, [{ left: 0, top: 3, width: 81, height: 63 }]);
        assert.deepEqual([decision?.scope, decision?.action], ["alike", "redact"]);
        assert.deepEqual([decision?.reason, decision?.id], ["all of this scanner", 1]);
        await tabTo(page, "Undo");
        await page.keyboard.press("Enter");
        await page.getByText("Undone: 4 images.").waitFor();
      });
    },
  });
}

Deno.test({
  name: "window, level and frame change the picture, and what cannot be shown is said",
  ignore,
  async fn() {
    await withReview(1400, async ({ page, url }) => {
      await page.goto(`${url}/review/B-US1/2`);
      await waitForPicture(page);
      const before = await grey(page, 300, 200);
      await page.getByRole("slider", { name: "Level" }).focus();
      await page.keyboard.press("ArrowRight");
      await page.locator("#review canvas[data-drawn='2']").waitFor();
      await page.getByRole("slider", { name: "Window" }).fill("40");
      while (await grey(page, 300, 200) === before) await page.waitForTimeout(20);
      await assertAccessible(page);
      await page.goto(`${url}/review/B-US1/3`);
      await waitForPicture(page);
      await page.getByRole("slider", { name: "Frame" }).focus();
      await page.keyboard.press("End");
      await page.getByRole("img", { name: "Frame 5 of 5" }).waitFor();
      await tabTo(page, "Play");
      await page.keyboard.press("Enter");
      for (const frame of [1, 2, 3]) {
        await page.getByText(`Frame ${frame} of 5`).waitFor();
      }
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Play" }).waitFor();
      await assertAccessible(page);
      await page.goto(`${url}/review/B-US1/4`);
      await page.getByText("The picture cannot be shown: ").waitFor();
    });
  },
});

Deno.test({
  name: "nothing of a review is in the browser's storage, and a reader sees nothing of it",
  ignore,
  async fn() {
    await withReview(1400, async ({ page, url }) => {
      await page.goto(`${url}/review/B-US1/1`);
      await waitForPicture(page);
      const stored = await page.evaluate<unknown>(`(async () => [
        localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
        (await caches.keys()).length,
        document.cookie.split("; ").filter((one) => one !== "" && !one.startsWith("zone=")),
      ])()`);
      assert.deepEqual(stored, [0, 0, 0, 0, []]);
    });
    await withReview(1400, async ({ page, url }) => {
      await page.getByText("Only an account with the role reviewer").waitFor();
      const image = "/review/B-US1/1";
      for (const path of ["/review", image, `${image}/picture`, `${image}/thumbnail`]) {
        assert.equal((await page.goto(`${url}${path}`))?.status(), 403, path);
      }
      assert.equal(await page.getByRole("link", { name: "Review" }).count(), 0);
    }, "bob");
  },
});
