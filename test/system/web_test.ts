import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import { syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { dropStudy } from "../support/files/inbox.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { stowServer } from "../support/servers/stow_server.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools, run } from "../support/tools.ts";
import { assertAccessible } from "../support/web/accessibility.ts";
import { browserTools, openBrowser } from "../support/web/browser.ts";
import { ask, password, webUrl, writeAccounts } from "../support/web/web.ts";

const ignore = missingTools("gdcmconv", ...browserTools);
const served = { WEB_LISTEN: "127.0.0.1:0", SETTLE: "0", LOG_LEVEL: "debug" };

/** A page that must not say anything on its console, where the policy's refusals go. */
async function openPage(browser: Browser, timezoneId = "UTC"): Promise<[Page, string[]]> {
  const page = await browser.newPage({ timezoneId });
  const faults: string[] = [];
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("pageerror", (error) => faults.push(error.message));
  return [page, faults];
}

/** The brightness of a pixel of what is drawn. */
async function grey(page: Page, x: number, y: number): Promise<number> {
  const context = `document.querySelector("canvas").getContext("2d")`;
  return await page.evaluate<number>(`${context}.getImageData(${x}, ${y}, 1, 1).data[0]`);
}

/** Keeps every process from writing deliveries until they are released. */
async function holdDeliveries(
  intake: IntakeUnderTest,
): Promise<AsyncDisposable & { release(): Promise<void> }> {
  const database = await intake.database();
  const [locked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = database.sql.begin(async (sql) => {
    await sql`lock table delivery in share row exclusive mode`;
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  const release = async (): Promise<void> => {
    released.resolve();
    await holding;
  };
  const close = async (): Promise<void> => {
    await release();
    await database.close();
  };
  return { release, [Symbol.asyncDispose]: close };
}

Deno.test({
  name: "the page in a browser",
  ignore,
  async fn(t) {
    using directory = tempDir();
    const intake = new IntakeUnderTest(directory.path, served);
    await using watch = intake.start("watch", ["--serve"]);
    const url = await webUrl(watch);
    await using browser = await openBrowser();
    const [page, faults] = await openPage(browser, "Asia/Tokyo");

    await t.step(
      "a dropped folder moves to DONE without a reload, in the viewer's zone",
      async () => {
        await page.goto(url);
        await page.getByText("Times in Asia/Tokyo").waitFor();
        await page.getByText("No Batches yet").waitFor();
        await assertAccessible(page);
        await page.evaluate("globalThis.mark = 'not loaded again'");
        dropStudy(intake.inbox, "ST-1", 1);
        await page.getByRole("row", { name: /B-\w+ DONE finished 2/ }).waitFor();
        assert.equal(await page.evaluate("globalThis.mark"), "not loaded again");
        assert.equal(
          (await page.content()).includes("ST-1"),
          false,
          "folders' names are not shown",
        );
        await assertAccessible(page);
      },
    );

    await t.step(
      "its image is drawn, its window and level move, its header is searched",
      async () => {
        await page.getByRole("row", { name: /DONE/ }).getByRole("link", { name: /^B-/ }).click();
        await page.getByRole("heading", { name: "Findings" }).waitFor();
        await assertAccessible(page);
        await page.getByRole("link", { name: "Images", exact: true }).click();
        await page.getByRole("heading", { name: "Images" }).waitFor();
        await assertAccessible(page);
        await page.getByRole("link", { name: /^2\.25/ }).first().click();
        const canvas = page.locator("canvas[data-drawn='1']");
        await canvas.waitFor();
        const [soft, lung] = [await grey(page, 8, 8), await grey(page, 5, 8)];
        assert.ok(soft > 90 && soft < 170, `soft tissue is grey at level 40, window 400: ${soft}`);
        assert.ok(lung < 20, `lung is black: ${lung}`);
        await page.getByLabel("Level").fill("-700");
        await page.getByLabel("Level").press("Enter");
        await page.locator("canvas[data-drawn='2']").waitFor();
        assert.ok(await grey(page, 5, 8) > 50, "the level was moved to the lung's");
        await page.locator("canvas").press("r");
        await page.locator("canvas[data-drawn='3']").waitFor();
        assert.ok(await grey(page, 5, 8) < 20, "a key brings back what the image asks for");
        await page.getByLabel("Search by tag").fill("modality");
        await page.getByText("0008,0060").waitFor();
        assert.equal(await page.getByText("0008,0016").isVisible(), false);
        await assertAccessible(page);
      },
    );

    await t.step("a compressed image is drawn, under the policy", async () => {
      const [file] = syntheticStudy({ number: 7, images: 1, size: 64 });
      assert.ok(file);
      const folder = `${intake.inbox}/ST-7.tmp`;
      Deno.mkdirSync(folder);
      Deno.writeFileSync(`${directory.path}/plain.dcm`, file.bytes);
      await run("gdcmconv", ["--j2k", `${directory.path}/plain.dcm`, `${folder}/j2k.dcm`]);
      Deno.renameSync(folder, `${intake.inbox}/ST-7`);
      await watch.until(({ status, images }) => status === "DONE" && images === 1);
      const { results: [image] } = JSON.parse((await ask(`${url}/api/images?limit=1`)).text);
      assert.equal(image.transferSyntaxUid, "1.2.840.10008.1.2.4.90");
      await page.goto(`${url}/images/${image.sopInstanceUid}`);
      await page.locator("canvas[data-drawn='1']").waitFor();
      const soft = await grey(page, 32, 32);
      assert.ok(soft > 90 && soft < 170, `soft tissue is grey: ${soft}`);
    });

    await t.step("an ERROR is found by its folder's name, and retried from its page", async () => {
      const filled = `${intake.inbox}/ST-deep.tmp`;
      Deno.mkdirSync(`${filled}/${"d/".repeat(40)}`, { recursive: true });
      Deno.renameSync(filled, `${intake.inbox}/ST-deep`);
      await watch.until(({ status }) => status === "ERROR");
      await page.goto(`${url}/batches`);
      await assertAccessible(page);
      await page.getByLabel("Search Batches").fill("ST-deep");
      await page.getByRole("button", { name: "Search" }).click();
      await page.waitForURL(/\/batches\/B-/);
      await page.getByText("FOLDER_UNREADABLE at stage").waitFor();
      Deno.removeSync(`${intake.inbox}/ST-deep/d`, { recursive: true });
      Deno.writeTextFileSync(`${intake.inbox}/ST-deep/note.txt`, "no image");
      await page.getByRole("button", { name: "Retry" }).click();
      await page.locator(".head .status.empty").waitFor();
      await page.getByText("NOT_DICOM").waitFor();
      assert.equal(await page.getByText("note.txt").count(), 0, "names of files are not shown");
    });

    await t.step(
      "the other pages have nothing serious either, and the keyboard skips to them",
      async () => {
        for (const path of ["/screening", "/settings", "/api", "/nowhere"]) {
          await page.goto(`${url}${path}`);
          await assertAccessible(page);
        }
        faults.splice(0, faults.length, ...faults.filter((text) => !text.includes("404")));
        await page.goto(`${url}/settings`);
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        await page.waitForURL(/#main$/);
        assert.match(page.url(), /#main$/);
      },
    );

    await t.step("who must log in does, and sees what another process does", async () => {
      const users = `${directory.path}/users`;
      await writeAccounts(users);
      await using serve = intake.start("serve", [], { WEB_USERS: users });
      await page.goto(`${await webUrl(serve)}/batches`);
      await page.getByLabel("Username").fill("bob");
      await assertAccessible(page);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Log in" }).click();
      await page.getByText("bob, reader").waitFor();
      assert.equal(new URL(page.url()).pathname, "/batches");
      await page.getByText("Live", { exact: true }).waitFor();
      dropStudy(intake.inbox, "ST-2", 2, 5);
      await page.getByRole("row", { name: /B-\w+ DONE finished 5/ }).waitFor();
      await page.getByRole("link", { name: "Overview" }).click();
      const answer = Promise.withResolvers<"store">();
      await using server = await stowServer(() => answer.promise);
      const DATA_BASE = `${directory.path}/elsewhere`;
      dropStudy(DATA_BASE, "ST-3", 3, 6);
      const DELIVER_TO = `dicomweb+http://${server.host}`;
      await intake.run("project", "accept", "--deliver-to", DELIVER_TO);
      await using held = await holdDeliveries(intake); // the Batch stays PROCESSING
      await using queue = intake.start("queue", [], { DATA_BASE, DELIVER_TO });
      await page.getByText("6 of 6 files").waitFor();
      await held.release();
      await page.getByRole("row", { name: /B-\w+ DELIVERING/ }).waitFor();
      answer.resolve("store");
      assert.equal((await queue.status()).code, 0);
      await page.getByRole("row", { name: /B-\w+ DONE finished 6/ }).waitFor();
      await page.goto(`${new URL(page.url()).origin}/batches`);
      await page.getByRole("row", { name: /EMPTY/ }).getByRole("link").click();
      await page.getByRole("heading", { name: "Findings" }).waitFor();
      assert.equal(await page.getByRole("button", { name: "Retry" }).count(), 0, "a reader");
      await page.getByRole("button", { name: "Log out" }).click();
      await page.getByRole("heading", { name: "Log in" }).waitFor();
    });
    assert.deepEqual(faults, []);
  },
});
