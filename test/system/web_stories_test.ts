import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import type { Sql } from "../../src/database/connect/sql.ts";
import { PicturePool } from "../../src/pictures/picture_pool.ts";
import type { WebPorts } from "../../src/web/ports.ts";
import { formatAccounts, hashToken, parseAccounts } from "../../src/web/security/accounts.ts";
import { completed, image, waiting } from "../support/database/batches.ts";
import { withDatabase } from "../support/database/test_database.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { fakeReview } from "../support/review/fake_review.ts";
import { waitForPicture } from "../support/review/in_browser.ts";
import { writeOriginals } from "../support/review/originals.ts";
import { tempDir } from "../support/temp_dir.ts";
import { missingTools } from "../support/tools.ts";
import { assertNothingSerious } from "../support/web/accessibility.ts";
import { browserTools } from "../support/web/browser.ts";
import { type Hands, keyboard, mouse } from "../support/web/hands.ts";
import { withBrowser } from "../support/web/open_app.ts";
import { waitForImage } from "../support/web/open_viewer.ts";
import { portsOf } from "../support/web/web_ports.ts";

const ignore = missingTools(...browserTools);
const mostSteps = 6;
const pacs = "dimse://INTAKE@pacs:104";

/** A story of a working day. It begins at the overview. */
interface Story {
  readonly name: string;
  /** Fills the catalogue, and returns what the pages need; `opened` closes it after the story. */
  readonly prepare: (
    sql: Sql,
    directory: string,
    opened: DisposableStack,
  ) => Promise<Partial<WebPorts>>;
  readonly tell: (told: Told) => Promise<void>;
}

interface Told {
  readonly page: Page;
  readonly hands: Hands;
  readonly sql: Sql;
  /** Waits for a text, and asserts that axe finds nothing serious on its page. */
  readonly sees: (text: string | RegExp) => Promise<void>;
}

function section({ page }: Told, name: string) {
  return page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name });
}

const targetFailed: Story = {
  name: "a target failed overnight",
  async prepare(sql) {
    await sql`insert into target (name, state, failures, attempts, down_since, next_attempt,
        error_code, error_reason)
      values (${pacs}, 'open', 9, 9, now() - interval '8 hours', now() + interval '2 minutes',
        'TARGET_DOWN', 'the connection was refused')`;
    await sql`
      insert into batch (uid, code, base, origin, status, stage, error_code, error_reason, images,
        bytes, folder_modified_at, finished_at)
      select 'f-' || n, 'B-F' || n, '/in', 'NEW', case when n > 5 then 'ERROR' else 'DELIVERING' end,
        'deliver', case when n > 5 then 'DELIVERY_FAILED' end, case when n > 5 then 'refused' end,
        10, 1000, now(), case when n > 5 then now() end
      from generate_series(1, 6) n`;
    await sql`
      insert into delivery (batch_id, target, state, claim, images, bytes)
      select id, ${pacs}, case when status = 'ERROR' then 'refused' else 'waiting' end, 1, 10, 1000
      from batch`;
    const check = { target: pacs, isReady: true, findings: ["C-ECHO was answered"] };
    return { checkTargets: () => Promise.resolve([check]) };
  },
  async tell(told) {
    const { page, hands, sql, sees } = told;
    await sees(`${pacs} is down (the connection was refused); 5 Batches wait for it.`);
    await hands.press(page.getByRole("link", { name: "Show targets" }));
    await sees(/for 8 h 0 min, next attempt/);
    await page.getByText("The target cannot be reached").waitFor();
    await hands.press(page.getByRole("button", { name: "Test all targets" }));
    await sees("C-ECHO was answered"); // the five Batches continue by themselves
    await hands.press(section(told, "Batches"));
    await hands.press(page.getByRole("link", { name: /^Needs attention/ }));
    await sees(`at ${pacs}`);
    await hands.press(page.getByRole("button", { name: "Process all 1 matching again" }));
    await sees("Process 1 Batch again");
    await hands.press(page.getByRole("button", { name: "Process again" }));
    await sees("1 Batch will be processed again.");
    const [row] = await sql`select status from batch where code = 'B-F6'`;
    assert.equal(row?.["status"], "NEW");
  },
};

const wrongFolder: Story = {
  name: "a sender sent a wrong folder, and has deleted its files",
  async prepare(sql) {
    await waiting(sql, ["ST-WRONG", "ST-2"]);
    await completed(sql, 1000, [image(1), image(2)]);
    return {};
  },
  async tell(told) {
    const { page, hands, sql, sees } = told;
    await sees("Latest Batches");
    await hands.write(page.getByLabel("Search Batches"), "ST-WRONG");
    await hands.press(page.getByRole("button", { name: "Search" }));
    await sees("2 images in 1 series, 200 B");
    await hands.press(page.getByRole("button", { name: "Other actions …" }));
    await sees("Withdraw deleted images");
    await hands.choose(page.getByRole("radio", { name: /^Withdraw/ }));
    await hands.press(page.getByRole("button", { name: "Process again" }));
    await sees("1 Batch will be processed again.");
    const rows = await sql`select code, worker from batch_event where code is not null`;
    assert.deepEqual(rows.map((row) => ({ ...row })), [{ code: "withdraw", worker: "local" }]);
  },
};

const accounts = parseAccounts(formatAccounts(
  [{ kind: "token", name: "rita", role: "reviewer", hash: hashToken("di_rita") }],
));

const decision: Story = {
  name: "an ultrasound image needs a decision",
  async prepare(sql, directory, opened) {
    await waiting(sql, ["US1"]);
    await completed(sql, 1000);
    await sql`update batch set status = 'REVIEW'`;
    await sql`
      insert into review_image (batch_id, file_number, sha256, bytes, modality, device, layout,
        reason, boxes, frames, image_rows, image_columns, series)
      values (1, 1, 'x', 1, 'US', 'd', 'l', 'r', '[]', 1, 240, 320, '2.25.1')`;
    const pool = opened.use(new PicturePool(directory));
    const fake = fakeReview(writeOriginals(directory), {
      readPicture: ({ number }, request) => pool.render(`${directory}/${number}.dcm`, request),
    });
    return { access: { accounts: () => accounts, isEncrypted: false }, review: fake.ports };
  },
  async tell({ page, hands, sees }) {
    await sees("1 image waits for the decision of a person.");
    await hands.press(page.locator(".concerns").getByRole("link", { name: "Show" }).first());
    await sees("4 images wait for a decision");
    await hands.press(page.getByRole("link", { name: "Review file 1 of B-US1" }));
    await waitForPicture(page);
    await sees("Redact and release: the rectangles become black in all frames.");
    await hands.write(page.getByLabel(/^Reason/), "a name at the top");
    await hands.press(page.getByRole("button", { name: "Redact and release" }));
    await sees("Decided: 1 image.");
  },
};

const completePatient: Story = {
  name: "a researcher asks whether patient P-1 is complete",
  async prepare(sql) {
    await waiting(sql, ["ST-1", "ST-2"]);
    const note = { fileNumber: 9, path: "9", code: "NOT_DICOM", reason: "no image" };
    await completed(sql, 1000, [image(1), image(2)]);
    const second = { studyInstanceUid: "2.25.9", seriesInstanceUid: "2.25.8", modality: "MR" };
    await completed(sql, 1001, [image(3, { ...second, instanceNumber: 1 })], [note]);
    return {};
  },
  async tell(told) {
    const { page, hands, sees } = told;
    await hands.write(page.getByLabel("Search Batches"), "P-1");
    await hands.press(page.getByRole("button", { name: "Search" }));
    await sees("Perhaps not complete:");
    await page.getByText("1 file was skipped.").waitFor();
    await page.getByText("3 images of 2 studies in 2 Batches.").waitFor();
    await hands.press(page.getByRole("link", { name: "2.25.9" }));
    await hands.press(page.getByRole("link", { name: "B-ST-2" }));
    await sees("no image");
  },
};

const newColleague: Story = {
  name: "a new colleague looks at an image",
  async prepare(sql, directory, opened) {
    await waiting(sql, ["ST-1"]);
    const [rows, columns] = [64, 80];
    const pixels = Uint8Array.from({ length: rows * columns }, (_, at) => at % 251);
    const shape = { rows, columns, frames: 1, bits: 8 };
    for (const number of [1, 2, 3]) {
      const bytes = nativeImage({ ...shape, instance: `2.25.${number}` }, pixels);
      Deno.writeFileSync(`${directory}/2.25.${number}`, bytes);
    }
    await completed(sql, 1000, [1, 2, 3].map((number) => image(number)));
    const pool = opened.use(new PicturePool(directory));
    const { storage } = portsOf(sql, {
      readFrame: ({ instance }, frame, signal) =>
        pool.read(`${directory}/${instance}`, { frame }, signal),
    });
    return { storage };
  },
  async tell({ page, hands, sees }) {
    await sees("Latest Batches");
    await hands.press(page.getByRole("link", { name: "B-ST-1" }));
    await sees("3 images in 1 series");
    await hands.press(page.getByRole("link", { name: "View", exact: true }));
    await waitForImage({ page }, 2);
    await sees("2 of 3");
    await hands.press(page.getByRole("button", { name: "Next image" }));
    await waitForImage({ page }, 3);
    await sees("3 of 3");
  },
};

const stories = [targetFailed, wrongFolder, decision, completePatient, newColleague];
const ways = [1400, 390].flatMap((width) =>
  (["light", "dark"] as const).flatMap((colorScheme) =>
    (["mouse", "keyboard"] as const).map((by) => ({ width, colorScheme, by }))
  )
);

for (const { name, prepare, tell } of stories) {
  Deno.test({
    name: `${name}: at most ${mostSteps} steps, by mouse and keyboard, on a screen and a phone`,
    ignore,
    async fn(t) {
      for (const { width, colorScheme, by } of ways) {
        await t.step(`${width} px, ${colorScheme}, ${by}`, async () => {
          using directory = tempDir();
          using opened = new DisposableStack();
          await withDatabase(async (sql) => {
            const changes = await prepare(sql, directory.path, opened);
            const ports = { ...portsOf(sql), ...changes };
            await withBrowser(ports, async ({ page, url }) => {
              if (changes.access) {
                await page.setExtraHTTPHeaders({ authorization: "Bearer di_rita" });
              }
              await page.setViewportSize({ width, height: 900 });
              await page.emulateMedia({ colorScheme });
              await page.goto(url);
              const hands = by === "mouse" ? mouse() : keyboard(page);
              const sees = async (text: string | RegExp): Promise<void> => {
                await page.getByText(text).first().waitFor();
                await assertNothingSerious(page);
              };
              await tell({ page, hands, sql, sees });
              assert.ok(hands.steps() <= mostSteps, `${hands.steps()} steps`);
            });
          });
        });
      }
    },
  });
}
