import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { publicTables } from "../support/database/public_tables.ts";
import { ascii, encodeFile, plainEncodings } from "../support/dicom/encode_data_set.ts";
import { everyReading, filesBelow } from "../support/files/output_tree.ts";
import { Planter } from "../support/patients/planted_file.ts";
import { plantedToken } from "../support/patients/planted_token.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** Everything a job leaves or shows outside schema identity. */
async function everythingShown(intake: IntakeUnderTest): Promise<string> {
  const queue = await intake.run("queue", "--log", "json");
  assert.equal(queue.code, 0, queue.stderr);
  const output = `${intake.directory}/output`;
  const shown = [queue.stdout, queue.stderr, ...filesBelow(output)];
  shown.push(...filesBelow(output).map((path) => everyReading(`${output}/${path}`)));
  for (const args of [[], ["--json"]]) {
    shown.push((await intake.run("status", ...args)).stdout);
    shown.push((await intake.run("errors", ...args)).stdout);
  }
  shown.push(await publicTables(intake));
  return shown.join("\n");
}

/** The place of a token that was found, for the message. */
function found(shown: string, token: RegExp): string | undefined {
  const at = shown.search(token);
  return at < 0 ? undefined : shown.slice(Math.max(0, at - 200), at + 60);
}

/** An intake whose pseudonyms are the same in every run. */
function intakeWithKey(directory: string, env: Record<string, string>): IntakeUnderTest {
  const DEID_KEY_FILE = `${directory}/deid.key`;
  Deno.writeTextFileSync(DEID_KEY_FILE, "0123456789abcdef".repeat(4), { mode: 0o600 });
  const RECIPE = `${directory}/recipe.dicom`; // no default rule holds the planted files back
  Deno.writeTextFileSync(
    RECIPE,
    "FORMAT dicom\n%filter whitelist\nLABEL all of them\npresent SOPInstanceUID\n",
  );
  const common = { LOG_LEVEL: "debug", SETTLE: "0", DEID_KEY_FILE, RECIPE };
  return new IntakeUnderTest(directory, { ...common, ...env });
}

const encodings = Object.entries(plainEncodings);

for (
  const [name, env] of Object.entries<Record<string, string>>({
    "the default profile": {},
    "the basic profile alone": { RETAIN_MODIFIED_DATES: "false" },
    "all options that clean": {
      CLEAN_DESCRIPTORS: "true",
      CLEAN_STRUCTURED_CONTENT: "true",
      CLEAN_GRAPHICS: "true",
      RETAIN_SAFE_PRIVATE: "true",
    },
  })
) {
  Deno.test(`${name} lets no token through, from any attribute, depth or encoding`, async () => {
    using directory = tempDir();
    const intake = intakeWithKey(directory.path, env);
    const planter = new Planter(env.RETAIN_MODIFIED_DATES === "false");
    const files = encodings.map(([encoding, how], at) => ({
      name: `ZQXJ-${encoding}.dcm`,
      bytes: planter.file(how, `1.2.826.0.1.991773.77.${at}`),
    }));
    assert.match(new TextDecoder("latin1").decode(files[0]?.bytes), plantedToken);
    const [first] = files;
    assert.ok(first);
    dropFolder(intake.inbox, "ST-1", [
      ...files,
      { name: "ZQXJ-again.dcm", bytes: first.bytes },
      { name: "ZQXJ-cut.dcm", bytes: first.bytes.subarray(0, 9000) },
      { name: "ZQXJ.txt", bytes: new TextEncoder().encode("ZQXJ") },
    ]);
    const shown = await everythingShown(intake);
    assert.equal(found(shown, plantedToken), undefined);
    const delivered = filesBelow(`${directory.path}/output`).filter((path) =>
      path.endsWith(".dcm")
    );
    assert.equal(delivered.length, encodings.length, "every encoding was delivered");
  });
}

const names: Readonly<Record<string, readonly [term: string, text: string, bytes: string]>> = {
  "Latin 1": ["ISO_IR 100", "Äneßes^Jöran", "c46e65df6573 5e 4af672616e"],
  "Cyrillic": ["ISO_IR 144", "Люкceмбypг", "bbeeda6365dcd17970d3"],
  "Japanese, ISO 2022": [
    "\\ISO 2022 IR 87",
    "山田^太郎",
    "1b24423b3345441b28425e1b244242404f3a1b2842",
  ],
  "Chinese": ["GB18030", "王^小东", "cdf55e d0a1b6ab"],
  "Unicode": ["ISO_IR 192", "Ωμέγα^Ζήτα", Buffer.from("Ωμέγα^Ζήτα").toString("hex")],
};

Deno.test("names in five character sets do not get through, as bytes or as text", async () => {
  using directory = tempDir();
  const intake = intakeWithKey(directory.path, { CLEAN_DESCRIPTORS: "true" });
  const { explicit } = plainEncodings;
  assert.ok(explicit);
  const values = Object.values(names).map(([term, text, hex]) => (
    { term, text, bytes: Buffer.from(hex.replaceAll(" ", ""), "hex") }
  ));
  dropFolder(
    intake.inbox,
    "ST-1",
    values.map(({ term, bytes }, at) => {
      const planted = [
        ...[0x00100010, 0x00080090].map((tag) => ({ tag, vr: "PN", value: bytes })),
        ...[0x00081030, 0x00100020, 0x00101040].map((tag) => ({ tag, vr: "LO", value: bytes })),
        ...[0x00104000, 0x00204000].map((tag) => ({ tag, vr: "LT", value: bytes })),
      ];
      const elements = [
        ascii(0x00080005, "CS", term),
        ascii(0x00080018, "UI", `2.25.5${at}`),
        ...planted,
        { tag: 0x00082218, vr: "SQ", value: [planted] },
      ];
      return { name: `${at}.dcm`, bytes: encodeFile(elements, explicit) };
    }),
  );
  const shown = await everythingShown(intake);
  for (const { text, bytes } of values) {
    for (const part of text.split("^")) assert.ok(!shown.includes(part), "as text");
    assert.ok(!shown.includes(bytes.toString("latin1").slice(0, 8)), "as bytes");
  }
  const delivered = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.equal(delivered.length, values.length);
  const database = await intake.database();
  const stored = await database.sql`select patient_name from identity.patient`;
  await database.close();
  const known = stored.map((row) => String(row["patient_name"])).sort();
  assert.deepEqual(
    known,
    values.map(({ text }) => text).sort(),
    "schema identity has them decoded",
  );
});
