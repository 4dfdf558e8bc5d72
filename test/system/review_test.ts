import assert from "node:assert/strict";
import type { Database } from "../../src/database/open_database.ts";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { readHeader } from "../../src/dicom/read/read_header.ts";
import { ascii } from "../support/dicom/encode_data_set.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import type { IntakeUnderTest } from "../support/program/intake.ts";
import {
  copies,
  decideAbout,
  dropHeld,
  heldImage,
  originalOf,
  reviewIntake,
  size,
} from "../support/program/review_intake.ts";
import { exists } from "../../src/system/paths.ts";
import { tempDir } from "../support/temp_dir.ts";

const [first, second] = [["JANE-1.dcm", "JANE-1.png"], ["JANE-2.dcm", "JANE-2.png"]];
const boxes = [{ left: 2, top: 3, width: 4, height: 2 }];

async function withIntake(
  env: Readonly<Record<string, string>>,
  test: (intake: IntakeUnderTest, database: Database) => Promise<void>,
  drop?: (intake: IntakeUnderTest) => void,
): Promise<void> {
  using directory = tempDir();
  const intake = reviewIntake(`${directory.path}/run`, env, drop);
  const database = await intake.database();
  try {
    await queued(intake);
    await test(intake, database);
  } finally {
    await database.close();
  }
}

async function queued(intake: IntakeUnderTest): Promise<string> {
  const ended = await intake.run("queue");
  assert.equal(ended.code, 0, ended.stderr);
  return ended.stderr;
}

async function status({ sql }: Database): Promise<unknown> {
  const [row] = await sql`select status, images, held_back as held from batch`;
  return { ...row };
}

/** The images of the output and of the target, which must be the same. */
function images({ directory }: IntakeUnderTest): string[] {
  const below = (path: string): string[] => {
    const names = filesBelow(`${directory}/${path}`);
    assert.ok(names.every((name) => /\.(?:dcm|jsonl)$/.test(name)), "no thumbnail, no words");
    return names.filter((name) => name.endsWith(".dcm"));
  };
  assert.deepEqual(below("target"), below("output"));
  return below("output");
}

async function trail({ sql }: Database): Promise<string[]> {
  const rows = await sql<{ what: string; images: number }[]>`
    select what, images from review_decision order by id`;
  return rows.map(({ what, images }) => `${what} ${images}`);
}

Deno.test("images wait while the others are delivered; each decision is carried out by the next job", () =>
  withIntake({}, async (intake, database) => {
    assert.deepEqual(await status(database), { status: "REVIEW", images: 1, held: 2 });
    assert.equal(images(intake).length, 1);
    assert.deepEqual(copies(intake), [...first, ...second]);
    const quarantine = `${intake.stateDir}/quarantine`;
    const [folder = ""] = [...Deno.readDirSync(quarantine)].map(({ name }) => name);
    const modeOf = (path: string): number => (Deno.statSync(path).mode ?? 0) & 0o777;
    assert.deepEqual([modeOf(quarantine), modeOf(`${quarantine}/${folder}`)], [0o700, 0o700]);
    for (const path of filesBelow(quarantine)) assert.equal(modeOf(`${quarantine}/${path}`), 0o600);
    const shown = (await intake.run("status")).stdout + (await intake.run("errors")).stdout;
    assert.match(shown, /2 images wait for a person, the first since 20/);
    assert.match(shown, /WAITING.*2 images wait for a person since 20/);

    await decideAbout(database, [1], { action: "redact", boxes, reason: "a name" });
    const log = await queued(intake);
    assert.deepEqual(await status(database), { status: "REVIEW", images: 2, held: 1 });
    assert.deepEqual(copies(intake), second);
    const sizeOf = (path: string): number =>
      Deno.statSync(`${intake.directory}/output/${path}`).size;
    const [path = ""] = images(intake).toSorted((one, other) => sizeOf(other) - sizeOf(one));
    const pixels = Deno.readFileSync(`${intake.directory}/output/${path}`).slice(-size * size);
    const expected = new Uint8Array(size * size).fill(9);
    for (const row of [3, 4]) expected.fill(0, row * size + 2, row * size + 6);
    assert.deepEqual(pixels, expected);

    await decideAbout(database, [2], { action: "reject" });
    const last = await queued(intake);
    assert.deepEqual(await status(database), { status: "DONE", images: 2, held: 1 });
    assert.deepEqual([copies(intake), images(intake).length], [[], 2]);
    assert.deepEqual(await trail(database), [
      "redact 1",
      "carried-out 1",
      "reject 1",
      "carried-out 1",
    ]);
    const audit = (await intake.run("audit-trail")).stdout;
    assert.match(audit, /redact .* ann .* 192\.0\.2\.1 .* 1: B-\w+ 1 .* 2,3 4x2; a name/);
    const told = log + last + shown + audit + await catalogueText(database);
    assert.doesNotMatch(told, /PLANTED|JANE|Zanzibar|Quill/i);
  }));

/** All rows of the catalogue, without schema identity. */
async function catalogueText({ sql }: Database): Promise<string> {
  const tables = await sql<{ name: string }[]>`
    select tablename as name from pg_tables where schemaname = 'public'`;
  let text = "";
  for (const { name } of tables) {
    if (name === "image" || name === "series") continue; // released images have a manufacturer
    const rows = await sql<{ row: string }[]>`
      select to_jsonb(t)::text as row from ${sql(name)} t`;
    text += rows.map(({ row }) => row).join("\n");
  }
  return text;
}

Deno.test("a source that is gone does not matter, nor a key that was rotated meanwhile", () =>
  withIntake({}, async (intake, database) => {
    Deno.removeSync(`${intake.inbox}/ST-1`, { recursive: true });
    assert.equal((await intake.run("rotate-key", "--yes")).code, 0);
    assert.equal((await intake.run("project", "accept")).code, 0);
    await decideAbout(database, [1, 2], {});
    await queued(intake);
    assert.deepEqual(await status(database), { status: "DONE", images: 3, held: 0 });
    assert.equal(images(intake).length, 3);
    const [{ keys } = { keys: 0 }] = await database.sql<{ keys: number }[]>`
      select count(distinct patient)::int as keys from study`;
    assert.equal(keys, 1, "released images have the patient of their study");
  }));

Deno.test("AFTER waits until nothing waits, and runs when the rest was rejected", () =>
  withIntake({ AFTER: "delete" }, async (intake, database) => {
    await decideAbout(database, [1], {});
    await queued(intake);
    assert.ok(exists(`${intake.inbox}/ST-1`));
    await decideAbout(database, [2], { action: "reject" });
    await queued(intake);
    assert.deepEqual(await status(database), { status: "DONE", images: 2, held: 1 });
    assert.ok(!exists(`${intake.inbox}/ST-1`));
  }));

Deno.test("a retry keeps decisions and what waits; a new key, a withdrawal and a resend, too", () =>
  withIntake({}, async (intake, database) => {
    await decideAbout(database, [1], { action: "redact", boxes });
    await queued(intake);
    const before = images(intake);
    for (const flags of [["ST-1"], ["ST-1", "--resend"], ["ST-1", "--fewer"]]) {
      assert.equal((await intake.run("retry", ...flags)).code, 0);
      await queued(intake);
      assert.deepEqual(await status(database), { status: "REVIEW", images: 2, held: 1 });
      assert.deepEqual(images(intake), before, flags.join(" "));
      assert.deepEqual(copies(intake), second, flags.join(" "));
    }
    Deno.removeSync(`${intake.inbox}/ST-1`, { recursive: true });
    dropHeld(intake, true); // the numbers of the files change
    assert.equal((await intake.run("rotate-key", "--yes")).code, 0);
    assert.equal((await intake.run("project", "accept")).code, 0);
    assert.equal((await intake.run("retry", "ST-1", "--new-key")).code, 0);
    await queued(intake);
    assert.deepEqual(await status(database), { status: "REVIEW", images: 3, held: 1 });
    assert.notDeepEqual(images(intake), before);
    await decideAbout(database, [3], { action: "reject" });
    await queued(intake);
    assert.deepEqual(await status(database), { status: "DONE", images: 3, held: 1 });
    assert.deepEqual(copies(intake), []);
  }));

Deno.test("a retry of a Batch whose folder is gone leaves what waits", () =>
  withIntake({}, async (intake, database) => {
    Deno.removeSync(`${intake.inbox}/ST-1`, { recursive: true });
    assert.equal((await intake.run("retry", "ST-1")).code, 0);
    await intake.run("queue");
    await intake.run("queue");
    await decideAbout(database, [1, 2], {});
    assert.equal((await intake.run("retry", "ST-1")).code, 0);
    await intake.run("queue");
    await intake.run("queue");
    assert.deepEqual(await status(database), { status: "DONE", images: 3, held: 0 });
    assert.equal(images(intake).length, 3);
  }));

const harms: Readonly<Record<string, (path: string) => void>> = {
  "is missing": (path) => Deno.removeSync(path),
  "has changed": (path) => Deno.writeFileSync(path, heldImage(3).bytes),
};

Deno.test("a copy that was deleted or changed releases nothing, and a retry makes it again", () =>
  withIntake({}, async (intake, database) => {
    const quarantine = `${intake.stateDir}/quarantine`;
    const [path = ""] = filesBelow(quarantine).filter((name) =>
      name.endsWith(`${originalOf(1)}.dcm`)
    );
    for (const [what, harm] of Object.entries(harms)) {
      harm(`${quarantine}/${path}`);
      await decideAbout(database, [1, 2], {});
      await queued(intake);
      const [row] = await database.sql<{ state: string; reason: string }[]>`
        select state, reason from review_image where state <> 'done'`;
      assert.equal(row?.state, "waiting", what);
      assert.match(
        row?.reason ?? "",
        new RegExp(`its copy in QUARANTINE ${what}; retry the Batch`),
      );
      assert.deepEqual(await status(database), { status: "REVIEW", images: 2, held: 0 }, what);
      assert.equal((await intake.run("retry", "ST-1")).code, 0);
      await queued(intake);
      assert.deepEqual(copies(intake), first, what);
      const expected = Uint8Array.from(heldImage(1).bytes);
      assert.deepEqual(Deno.readFileSync(`${quarantine}/${path}`), expected, what);
    }
  }));

const seriesDescription = 0x0008103e;
const descriptions = { CLEAN_DESCRIPTORS: "true" };

/** A held image with a text of radiology, in which another image of the folder has a name. */
function dropNamed({ inbox }: IntakeUnderTest): void {
  const described = [ascii(seriesDescription, "LO", "US Knee axial")];
  const named = [ascii(0x00080090, "PN", "Knee^Rose"), ascii(0x00280301, "CS", "NO")];
  const [held, other] = [heldImage(1, described), heldImage(2, named)];
  dropFolder(inbox, "ST-1", [held, other]);
}

Deno.test("a name that only another image of the folder has is removed from an image that is released when the folder is gone", () =>
  withIntake(descriptions, async (intake, database) => {
    assert.deepEqual(await status(database), { status: "REVIEW", images: 1, held: 1 });
    const before = images(intake);
    assert.ok(
      filesBelow(`${intake.stateDir}/quarantine`).some((name) => name.endsWith("/words.json")),
    );
    Deno.removeSync(`${intake.inbox}/ST-1`, { recursive: true });
    await decideAbout(database, [1], {});
    await queued(intake);
    assert.deepEqual(await status(database), { status: "DONE", images: 2, held: 0 });
    const [released = ""] = images(intake).filter((path) => !before.includes(path));
    using output = Deno.openSync(`${intake.directory}/output/${released}`);
    assert.equal(readHeader(output).text(seriesDescription), "US axial");
    assert.deepEqual(copies(intake), []);
  }, dropNamed));
