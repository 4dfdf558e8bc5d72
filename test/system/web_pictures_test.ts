import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { makePictures, pictureTools } from "../support/dicom/pictures.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";
import { browserTools, openBrowser } from "../support/web/browser.ts";
import { ask, webUrl } from "../support/web/web.ts";

interface Listed {
  readonly sopInstanceUid: string;
  readonly instanceNumber: number;
  readonly transferSyntaxUid: string;
}

/** What is drawn of an image, as red, green, blue and alpha of each pixel. */
async function drawn(page: Page, url: string): Promise<number[]> {
  await page.goto(url);
  const said = page.getByText("cannot be shown");
  await page.locator("canvas[data-drawn='1']").or(said).first().waitFor();
  assert.deepEqual(await said.allTextContents(), []);
  return await page.evaluate<number[]>(`{
    const { width, height } = document.querySelector("canvas");
    const context = document.querySelector("canvas").getContext("2d");
    Array.from(context.getImageData(0, 0, width, height).data);
  }`);
}

Deno.test({
  name: "an image of each compressed transfer syntax is drawn like its uncompressed one",
  ignore: missingTools(...pictureTools, ...browserTools),
  async fn(t) {
    using directory = tempDir();
    const folder = `${directory.path}/inbox/ST-1.tmp`;
    const intake = new IntakeUnderTest(directory.path, {
      WEB_LISTEN: "127.0.0.1:0",
      SETTLE: "0",
      TEXT: "off",
    });
    Deno.mkdirSync(folder);
    const pictures = await makePictures(folder);
    await using watch = intake.start("watch", ["--serve"]);
    const url = await webUrl(watch);
    Deno.renameSync(folder, `${directory.path}/inbox/ST-1`);
    await watch.until(({ status }) => status === "DONE");
    const listed: Listed[] = JSON.parse((await ask(`${url}/api/images`)).text).results;
    assert.equal(listed.length, pictures.length);
    const byNumber = new Map(listed.map((image) => [image.instanceNumber, image]));
    const pageOf = (number: number) => `${url}/images/${byNumber.get(number)?.sopInstanceUid}`;
    await using browser = await openBrowser();
    const page = await browser.newPage();
    const plain = new Map<number, number[]>();

    for (const { number, transferSyntax, like, within } of pictures) {
      await t.step(`${number}: ${transferSyntax}`, async () => {
        assert.equal(byNumber.get(number)?.transferSyntaxUid, transferSyntax);
        if (like === undefined) return;
        const expected = plain.get(like) ?? await drawn(page, pageOf(like));
        plain.set(like, expected);
        assert.ok(new Set(expected).size > 3, "there is something to be seen");
        const pixels = await drawn(page, pageOf(number));
        assert.equal(pixels.length, expected.length);
        const furthest = pixels.reduce(
          (most, value, at) => Math.max(most, Math.abs(value - (expected[at] ?? NaN))),
          0,
        );
        assert.ok(furthest <= within, `a pixel differs by ${furthest}`);
      });
    }

    await t.step("what cannot be drawn is said in a sentence, and can be saved", async () => {
      const sentences = new Map([
        ["1.2.840.10008.1.2.4.53", "its transfer syntax cannot be decoded"],
        ["1.2.840.10008.1.2.4.55", "its transfer syntax cannot be decoded"],
        ["1.2.840.10008.1.2.4.102", "Videos cannot be shown here"],
      ]);
      for (const { number, transferSyntax } of pictures) {
        const sentence = sentences.get(transferSyntax);
        if (sentence === undefined) continue;
        await page.goto(pageOf(number));
        await page.getByText(sentence).waitFor();
        const link = await page.getByRole("link", { name: "Download the file" }).getAttribute(
          "href",
        );
        assert.equal((await ask(`${url}${link}`)).status, 200);
      }
    });
    await watch.stop();
  },
});
