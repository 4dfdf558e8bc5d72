import type { Page } from "playwright-core";
import { dropFolder, syntheticStudy } from "../src/cli/demo/synthetic_study.ts";
import { formatAccounts, hashPassword } from "../src/web/security/accounts.ts";
import { nativeImage } from "../test/support/dicom/native_image.ts";
import { IntakeUnderTest } from "../test/support/program/intake.ts";
import { originalSize, waitForPicture } from "../test/support/review/in_browser.ts";
import { namedPixels } from "../test/support/review/originals.ts";
import { run } from "../test/support/tools.ts";
import { openBrowser } from "../test/support/web/browser.ts";
import { ask, password, webUrl } from "../test/support/web/web.ts";

// Creates docs/screenshots: deno run -A scripts/make_screenshots.ts (needs chromium and pngquant)

const target = new URL("../docs/screenshots/", import.meta.url);
/** An ultrasound image with a name, which the default rules hold back. */
const original = { ...originalSize, frames: 1, bits: 8 };
/** Only the top of these pages is captured. */
const longPages = new Set(["batches", "settings", "api", "review-image"]);
const schemes = ["light", "dark"] as const;

const directory = "/tmp/intake";
Deno.mkdirSync(directory);
using _removed = { [Symbol.dispose]: () => Deno.removeSync(directory, { recursive: true }) };
const intake = new IntakeUnderTest(directory, {
  WEB_LISTEN: "127.0.0.1:0",
  SETTLE: "0",
  LOG_LEVEL: "debug",
  CONCURRENCY: "3",
  REVIEW: "on",
});
await makeHistory();
await using watch = intake.start("watch", ["--serve"]);
// stops the private PostgreSQL, which would continue after a kill
await using _stopped = { [Symbol.asyncDispose]: async () => void await watch.stop() };
const url = await webUrl(watch);
dropExamples();
await watch.untilEnded(8);

await using browser = await openBrowser();
const page = await browser.newPage({ viewport: { width: 1180, height: 800 } });
const codes = await codesOf();
for (
  const [name, path] of Object.entries({
    batches: "/batches",
    batch: `/batches/${codes.mixed}`,
    error: `/batches/${codes.error}`,
    image: (await pathsOf(codes.done)).image,
    viewer: (await pathsOf(codes.done)).viewer,
    screening: "/screening",
    settings: "/settings",
    api: "/api",
  })
) await shoot(page, name, `${url}${path}`);
await shootWork(page);
await shootReview(page);
await page.setViewportSize({ width: 390, height: 800 });
await shoot(page, "phone-overview", url, ["dark"]);
await shoot(page, "phone-batch", `${url}/batches/${codes.mixed}`, ["light"]);
await shoot(page, "phone-viewer", `${url}${(await pathsOf(codes.done)).viewer}`, ["light"]);
const files = [...Deno.readDirSync(target)].map(({ name }) => new URL(name, target).pathname);
await run("pngquant", ["--force", "--ext", ".png", "--skip-if-larger", "128", ...files]);

/** Inserts one month of Batches: more by day than by night, fewer at weekends. */
async function makeHistory(): Promise<void> {
  const database = await intake.database();
  await database.sql`alter table batch disable trigger user`;
  await database.sql`
    insert into batch (uid, code, base, origin, status, stage, folder_modified_at, found_at,
      started_at, finished_at, images, series, bytes, attempts)
    select 'history-' || n, 'B-' || upper(substr(md5(n::text), 1, 16)), ${intake.inbox}, 'NEW',
      'DONE', 'finished', at, at, at + interval '1 s', at + interval '1 s' * (4 + n % 40),
      300 + n * 137 % 1500, 1 + n % 4, (300 + n * 137 % 1500) * 526000, 1
    from (
      select n, now() - interval '45 min' * n
        - interval '1 min' * (n * 7919 % 43) as at
      from generate_series(1, 960) n
    ) made
    where extract(hour from at) between 6 and 20
      and (extract(isodow from at) < 6 or n % 5 = 0) and at < now() - interval '1 hour'
    order by at`;
  await database.sql`alter table batch enable trigger user`;
  await database.close();
}

function dropExamples(): void {
  for (let number = 1; number <= 5; number++) {
    const plan = { number, images: 24 + number * 8, size: 256 };
    dropFolder(intake.inbox, `ST-${number}`, syntheticStudy(plan));
  }
  const note = { name: "note.txt", bytes: new TextEncoder().encode("no image") };
  const held = [1, 2, 3].map((n) => ({
    name: `held-${n}.dcm`,
    bytes: nativeImage({ ...original, instance: `2.25.${n}` }, namedPixels(original)),
  }));
  const plan = { number: 6, images: 40, size: 256 };
  dropFolder(intake.inbox, "ST-6", [...syntheticStudy(plan), note, ...held]);
  dropFolder(intake.inbox, "ST-7", [note]);
  const deep = Array.from({ length: 40 }, () => "d").join("/");
  Deno.mkdirSync(`${intake.inbox}/ST-8/${deep}`, { recursive: true });
}

async function codesOf(): Promise<{ mixed: string; error: string; done: string }> {
  const code = async (query: string): Promise<string> =>
    JSON.parse((await ask(`${url}/api/batches${query}`)).text).results[0].code;
  const headers = { "content-type": "application/json" };
  const named = async (name: string): Promise<string> => {
    const form = { method: "POST", headers, body: JSON.stringify({ name }) };
    return JSON.parse((await ask(`${url}/api/batches/find`, form)).text).code;
  };
  return {
    mixed: await named("ST-6"),
    error: await code("?status=ERROR"),
    done: await named("ST-3"),
  };
}

/** The pages of the first image of a Batch, and of its series. */
async function pathsOf(code: string): Promise<{ image: string; viewer: string }> {
  const { results } = JSON.parse((await ask(`${url}/api/images?batch=${code}&limit=24`)).text);
  const { sopInstanceUid: uid, seriesInstanceUid: series } = results.at(-1);
  return { image: `/images/${uid}`, viewer: `/series/${series}?image=${uid}` };
}

async function shoot(
  page: Page,
  name: string,
  address: string,
  which: readonly ("light" | "dark")[] = schemes,
): Promise<void> {
  await page.goto(address);
  if (/(image|viewer)$/.test(name)) await page.locator("canvas[data-drawn]").waitFor();
  else if (name === "api") await page.locator(".opblock").first().waitFor();
  else if (await page.locator("#live").count() > 0) {
    await page.getByText("Live", { exact: true }).waitFor();
  }
  await save(page, name, which);
}

/** The overview while Batches are being processed. */
async function shootWork(page: Page): Promise<void> {
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme });
    await page.goto(url);
    await page.getByText("Live", { exact: true }).waitFor();
    for (const number of [1, 2, 3, 4]) {
      const plan = { number: (scheme === "dark" ? 100 : 200) + number, images: 2000, size: 128 };
      dropFolder(intake.inbox, `ST-${plan.number}`, syntheticStudy(plan));
    }
    await page.getByText(/\d+ of 2,?000 files/).first().waitFor();
    await save(page, "overview", [scheme]);
    await page.getByText("No Batch is being processed").waitFor();
  }
}

/** The page of the login, and what a reviewer sees after it. */
async function shootReview(page: Page): Promise<void> {
  const users = `${directory}/users`;
  const hash = await hashPassword(password, { logN: 10, r: 8, p: 1 });
  const text = formatAccounts([{ kind: "user", name: "rita", role: "reviewer", hash }]);
  Deno.writeTextFileSync(users, text, { mode: 0o600 });
  await using serve = intake.start("serve", [], { WEB_USERS: users });
  const address = await webUrl(serve);
  await shoot(page, "login", `${address}/login`);
  await page.getByLabel("Username").fill("rita");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.goto(`${address}/review`);
  await page.waitForLoadState("networkidle");
  await page.evaluate("Promise.all([...document.images].map((image) => image.decode()))");
  await save(page, "review", schemes);
  await page.getByRole("link", { name: /^Review file/ }).first().click();
  await waitForPicture(page);
  await save(page, "review-image", schemes);
}

async function save(
  page: Page,
  name: string,
  which: readonly ("light" | "dark")[],
): Promise<void> {
  Deno.mkdirSync(target, { recursive: true });
  for (const colorScheme of which) {
    await page.emulateMedia({ colorScheme });
    const png = await page.screenshot({ fullPage: !longPages.has(name) });
    const file = new URL(`${name}-${colorScheme}.png`, target);
    Deno.writeFileSync(file, png);
    // deno-lint-ignore no-console
    console.log(`${name}-${colorScheme}.png ${Math.round(png.length / 1000)} kB`);
  }
}
