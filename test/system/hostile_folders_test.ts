import assert from "node:assert/strict";
import { dropFolder, syntheticStudy } from "../../src/cli/demo/synthetic_study.ts";
import { ascii, encodeFile, plainEncodings, somePixels } from "../support/dicom/encode_data_set.ts";
import { figure } from "../support/figures.ts";
import { dropStudy, makeStudy } from "../support/files/inbox.ts";
import { makeByBytes } from "../support/files/make_by_bytes.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { randomNumbers } from "../support/random_numbers.ts";
import { tempDir } from "../support/temp_dir.ts";
import { run } from "../support/tools.ts";

const mrImage = "1.2.840.10008.5.1.4.1.1.4";

/** What each hostile folder adds to one good image, and what is said of its files. */
const hostile: Readonly<
  Record<string, {
    make: (folder: string) => unknown;
    codes: readonly string[];
  }>
> = {
  "a pipe, a socket, a device and links": {
    make: async (folder) => {
      await run("mkfifo", [`${folder}/pipe`]);
      await run("mknod", [`${folder}/zero`, "c", "1", "5"]);
      Deno.symlinkSync("/etc/passwd", `${folder}/passwd`);
      Deno.symlinkSync(folder, `${folder}/cycle`);
      Deno.symlinkSync("nothing", `${folder}/broken`);
    },
    codes: Array(6).fill("NOT_A_FILE"),
  },
  "names that mean something elsewhere": {
    make: (folder) => {
      for (const name of ["..x", "a\nb", "-rf", "%s", "'; drop table batch;--", "x.tmp", "  "]) {
        Deno.writeTextFileSync(`${folder}/${name}`, "a note");
      }
    },
    codes: Array(7).fill("NOT_DICOM"),
  },
  "names that are no text": {
    make: (folder) => makeByBytes(folder, "M\\334LLER.dcm", "M\\334LLER"),
    codes: ["UNREADABLE", "UNREADABLE"],
  },
  "a hundred files without content": {
    make: (folder) => {
      for (let n = 0; n < 100; n++) Deno.writeTextFileSync(`${folder}/${n}`, "");
    },
    codes: Array(100).fill("EMPTY_FILE"),
  },
  "a file that claims to be enormous": {
    make: (folder) => {
      Deno.writeTextFileSync(`${folder}/huge`, "x");
      Deno.truncateSync(`${folder}/huge`, 2 ** 30);
    },
    codes: ["NOT_DICOM"],
  },
  "transfers cut off before and inside the pixel data": {
    make: (folder) => {
      for (const [name, encoding] of Object.entries(plainEncodings)) {
        const header = [ascii(0x00080016, "UI", mrImage), ascii(0x00080018, "UI", "1.2.3")];
        const whole = encodeFile([...header, somePixels], encoding);
        Deno.writeFileSync(`${folder}/${name}-1`, encodeFile(header, encoding));
        Deno.writeFileSync(`${folder}/${name}-2`, whole.subarray(0, -1));
      }
    },
    codes: Object.keys(plainEncodings).flatMap(() => ["NO_PIXEL_DATA", "TRUNCATED"]),
  },
};

Deno.test("hostile folders cost themselves a code a file, and nobody an image", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const expected: Record<string, readonly string[]> = {};
  for (const [number, [name, { make, codes }]] of Object.entries(hostile).entries()) {
    expected[name] = codes;
    await make(dropStudy(intake.inbox, name, number, 1));
  }
  const path = `${intake.inbox}/${Object.keys(hostile)[0]}/socket`;
  using _ = Deno.listen({ transport: "unix", path });
  makeStudy(intake.inbox, "x".repeat(255), 50, 1);
  dropStudy(intake.inbox, "..good", 51, 1); // hidden: no Batch
  Deno.mkdirSync(`${intake.inbox}/deep`);
  await run("sh", [
    "-c",
    'cd "$1"; for n in $(seq 1500); do mkdir d; cd d; done',
    "sh",
    `${intake.inbox}/deep`,
  ]);
  await makeByBytes(intake.inbox, ".none", "M\\334LLER");
  assert.equal((await intake.run("queue")).code, 1, "two folders cannot be read");
  const database = await intake.database();
  const rows = await database.sql`
    select uid, status, error_code, images, (select coalesce(json_agg(code order by file_number), '[]')
      from skipped_file where batch_id = batch.id) as codes from batch order by uid`;
  await database.close();
  const byName = Object.fromEntries(rows.map(({ uid, ...row }) => [uid, row]));
  for (const [name, codes] of Object.entries(expected)) {
    assert.deepEqual(byName[name], { status: "DONE", error_code: null, images: 1, codes }, name);
  }
  assert.equal(byName["x".repeat(255)]?.["status"], "DONE");
  for (const name of ["deep", "M\uFFFDLLER"]) {
    assert.equal(byName[name]?.["error_code"], "FOLDER_UNREADABLE", name);
  }
  assert.equal(rows.length, Object.keys(hostile).length + 3);
  figure("hostile folders", rows.length);
  Deno.removeSync(`${intake.inbox}/deep`, { recursive: true });
});

Deno.test("values that no database holds are no harm to the other images of their Batch", async () => {
  using directory = tempDir();
  // the patient's name stands in the maker's place, too
  const env = { SETTLE: "0", CLEAN_DESCRIPTORS: "true", GATE: "warn" };
  const intake = new IntakeUnderTest(directory.path, env);
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const random = randomNumbers(1);
  const noise = new Uint8Array(60_000).map(() => 0x21 + random(90));
  const values = [new TextEncoder().encode("A\0B "), Uint8Array.of(0xed, 0xa0, 0x80, 0x41), noise];
  const tags = [
    0x00080060,
    0x00080070,
    0x00081030,
    0x0008103e,
    0x00081090,
    0x00180015,
    0x00080050,
    0x00100010,
    0x00100020,
    0x00100021,
    0x00100030,
    0x00080020,
    0x00200013,
  ];
  const crafted = values.flatMap((value, number) =>
    ["ISO_IR 100", "ISO_IR 192", "GB18030"].map((set, at) => {
      const uid = ascii(0x00080018, "UI", `1.2.${number}.${at}`);
      const elements = tags.map((tag) => ({ tag, vr: "LO", value }));
      const bytes = encodeFile([ascii(0x00080005, "CS", set), uid, ...elements], explicit);
      return { name: `${number}-${at}.dcm`, bytes };
    })
  );
  dropFolder(intake.inbox, "ST-1", [
    ...crafted,
    ...syntheticStudy({ number: 1, images: 2, size: 16 }),
  ]);
  const { code, stderr } = await intake.run("queue");
  assert.equal(code, 0, stderr);
  const { stdout } = await intake.run("status", "--json");
  assert.equal(JSON.parse(stdout).images, crafted.length + 2);
});
