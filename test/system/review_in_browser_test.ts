import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { imageFacts } from "../../src/dicom/read/image_facts.ts";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { framesOf } from "../../src/pixels/frames/frames_of.ts";
import { formatAccounts, hashPassword } from "../../src/web/security/accounts.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { drag, drawnBoxes, originalSize, waitForPicture } from "../support/review/in_browser.ts";
import { namedPixels } from "../support/review/originals.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";
import { browserTools, openBrowser } from "../support/web/browser.ts";
import { tabTo } from "../support/web/tab_to.ts";
import { password, webUrl } from "../support/web/web.ts";

const image = { ...originalSize, frames: 1, bits: 8 };
const original = namedPixels(image);

async function writeReviewer(path: string): Promise<void> {
  const hash = await hashPassword(password, { logN: 10, r: 8, p: 1 });
  const text = formatAccounts([{ kind: "user", name: "rita", role: "reviewer", hash }]);
  Deno.writeTextFileSync(path, text, { mode: 0o600 });
}

function drop(inbox: string, name: string, instance: string): void {
  Deno.mkdirSync(`${inbox}/${name}.tmp`);
  Deno.writeFileSync(
    `${inbox}/${name}.tmp/1.dcm`,
    nativeImage({ ...image, instance }, original),
  );
  Deno.renameSync(`${inbox}/${name}.tmp`, `${inbox}/${name}`);
}

/** The frame of each delivered image. */
function outputs(directory: string): Uint8Array[] {
  const paths = filesBelow(directory).filter((path) => path.endsWith(".dcm"));
  return paths.map((path) => {
    using file = Deno.openSync(path);
    const header = readHeader(file);
    const [frame] = framesOf({ header, facts: imageFacts(header) }, () => assert.fail());
    assert.ok(frame);
    return frame.samples.slice();
  });
}

function filesBelow(directory: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name, isDirectory }) =>
    isDirectory ? filesBelow(`${directory}/${name}`) : [`${directory}/${name}`]
  );
}

function assertRedacted(frame: Uint8Array, [left = 0, top = 0, width = 0, height = 0]: number[]) {
  for (let at = 0; at < frame.length; at++) {
    const [x, y] = [at % image.columns, Math.floor(at / image.columns)];
    const isInside = x >= left && x < left + width && y >= top && y < top + height;
    if (frame[at] !== (isInside ? 0 : original[at])) assert.fail(`pixel ${x}, ${y}: ${frame[at]}`);
  }
}

const ways: Readonly<Record<string, (page: Page) => Promise<number[]>>> = {
  async mouse(page) {
    await page.getByRole("link", { name: /^Review file/ }).click();
    await waitForPicture(page);
    await drag(page, [4, 2], [200, 30]);
    const [box = []] = await drawnBoxes(page);
    await page.getByRole("button", { name: "Redact and release" }).click();
    return box;
  },
  async keyboard(page) {
    await tabTo(page, /^Review file/);
    await page.keyboard.press("Enter");
    await waitForPicture(page);
    await tabTo(page, "Add a rectangle");
    await page.keyboard.press("Enter");
    for (const _ of Array(40)) await page.keyboard.press("ArrowLeft");
    for (const _ of Array(30)) await page.keyboard.press("ArrowUp");
    for (const _ of Array(50)) await page.keyboard.press("Shift+ArrowRight");
    for (const _ of Array(12)) await page.keyboard.press("Shift+ArrowUp");
    const [box = []] = await drawnBoxes(page);
    await tabTo(page, "Redact and release");
    await page.keyboard.press("Enter");
    return box;
  },
};

Deno.test({
  name: "a held ultrasound image is redacted and released in a browser, by mouse and by keyboard",
  ignore: missingTools(...browserTools),
  async fn(t) {
    using directory = tempDir();
    const users = `${directory.path}/users`;
    await writeReviewer(users);
    const intake = new IntakeUnderTest(directory.path, {
      WEB_LISTEN: "127.0.0.1:0",
      WEB_USERS: users,
      SETTLE: "0",
      REVIEW: "on",
      TEXT: "off",
    });
    await using watch = intake.start("watch", ["--serve"]);
    const url = await webUrl(watch);
    await using browser = await openBrowser();
    const page = await browser.newPage();
    await page.goto(`${url}/review`);
    await page.getByLabel("Username").fill("rita");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("No image waits").waitFor();
    let number = 0;
    for (const [name, redact] of Object.entries(ways)) {
      await t.step(`by ${name}`, async () => {
        number++;
        drop(intake.inbox, `ST-${number}`, `1.2.3.${number}`);
        await watch.untilEnded(2 * number - 1);
        await page.goto(`${url}/review`);
        const box = await redact(page);
        await page.getByText("Decided: 1 image.").waitFor();
        assert.equal(outputs(`${directory.path}/output`).length, number - 1);
        await watch.untilEnded(2 * number);
        const frames = outputs(`${directory.path}/output`);
        assert.equal(frames.length, number);
        const redacted = frames.filter((frame) => {
          try {
            assertRedacted(frame, box);
            return true;
          } catch {
            return false;
          }
        });
        assert.equal(redacted.length, 1);
        const { stdout } = await intake.run("audit-trail");
        assert.match(stdout, /redact.*rita|rita.*redact/);
        await page.goto(`${url}/review`);
        await page.getByText("No image waits").waitFor();
      });
    }
    await watch.stop();
  },
});
