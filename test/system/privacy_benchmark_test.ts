import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import type { AskedImage } from "../../bench/privacy/ask_image.ts";
import { researchOptions } from "../../bench/privacy/programs/dicom_intake.ts";
import { type Delivered, readDelivered } from "../../bench/privacy/read_delivered.ts";
import { score } from "../../bench/privacy/score.ts";
import { writeCorpus } from "../../bench/privacy/write_corpus.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

const recipe = fileURLToPath(
  new URL("../../bench/privacy/programs/site.dicom", import.meta.url),
);

function readOutput(folder: string): Delivered[] {
  return filesBelow(folder).flatMap((path) => {
    const file = readDelivered(path, Deno.readFileSync(`${folder}/${path}`));
    return file ? [file] : [];
  });
}

async function exported(
  intake: IntakeUnderTest,
  table: "uids" | "patients",
): Promise<Map<string, string>> {
  const { stdout, code } = await intake.run("export", table);
  assert.equal(code, 0);
  const [head, ...lines] = stdout.trim().split(/\r?\n/);
  assert.equal(head, "id_old,id_new", "as the validator of MIDI-B reads it");
  return new Map(lines.map((line): [string, string] => {
    const [idOld = "", idNew = ""] = line.split(",");
    return [idOld, idNew];
  }));
}

/** Whether every UID and patient identifier in the files is what the exported maps say. */
function assertMapped(
  asked: readonly AskedImage[],
  delivered: readonly Delivered[],
  uids: ReadonlyMap<string, string>,
  patients: ReadonlyMap<string, string>,
): void {
  const byInstance = new Map(delivered.map((file) => [file.valueAt("00080018", "UI"), file]));
  let checked = 0;
  for (const { checks } of asked) {
    const own = checks.find(({ path, action }) => path === "00080018" && action === "uid_changed");
    const file = byInstance.get(uids.get(own?.value ?? ""));
    assert.ok(file, "each delivered instance is found by its original UID");
    for (const { action, path, vr, value } of checks) {
      if (action !== "uid_consistent" && action !== "patid_consistent") continue;
      const found = file.valueAt(path, vr);
      if (found === undefined) continue;
      assert.equal(found, (action === "uid_consistent" ? uids : patients).get(value), path);
      checked++;
    }
  }
  assert.ok(checked > asked.length * 5);
}

Deno.test("a small privacy benchmark: all that identifies is gone, and the exported maps explain the rest", async () => {
  using directory = tempDir();
  const settings = { SETTLE: "0", TEXT: "off", ...researchOptions, RECIPE: recipe };
  const intake = new IntakeUnderTest(directory.path, settings);
  const asked = writeCorpus(intake.inbox, { seed: 41, patients: 8 });
  assert.equal((await intake.run("queue")).code, 0);
  const delivered = readOutput(`${directory.path}/output`);
  const { tallies, undelivered, strays, merged } = score(asked, delivered);
  assert.deepEqual(undelivered, []);
  assert.deepEqual(strays, []);
  assert.deepEqual(merged, { patients: 0, uids: 0 });
  for (
    const action of [
      "tag_retained",
      "text_notnull",
      "text_removed",
      "date_shifted",
      "uid_changed",
      "uid_consistent",
      "patid_consistent",
      "pixels_hidden",
      "pixels_retained",
    ] as const
  ) {
    const { passed, total } = tallies[action];
    assert.ok(total > 0, action);
    assert.equal(passed, total, action);
  }
  const { passed, total } = tallies.text_retained;
  assert.ok(passed / total > 0.7, `${passed} of ${total} texts were retained`);
  const maps = [await exported(intake, "uids"), await exported(intake, "patients")] as const;
  assertMapped(asked, delivered, ...maps);
});
