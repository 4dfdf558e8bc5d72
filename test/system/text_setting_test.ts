import assert from "node:assert/strict";
import { dropFolder } from "../../src/cli/demo/synthetic_study.ts";
import { textPaths } from "../../src/pixels/text/text_model.ts";
import { drawText, tissueFrame } from "../support/dicom/drawn_text.ts";
import { nativeImage } from "../support/dicom/native_image.ts";
import { smallImage } from "../support/dicom/small_image.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { IntakeUnderTest } from "../support/program/intake.ts";
import { tempDir } from "../support/temp_dir.ts";

/** An ultrasound image; with a name, if there is one. */
function ultrasound(number: number, name: string): { name: string; bytes: Uint8Array } {
  const { rows, columns, pixels } = tissueFrame(240, 320);
  drawText({ rows, columns, pixels }, name, { left: 12, top: 10, size: 3 });
  const instance = `1.2.3.${number}`;
  const bytes = nativeImage({ rows, columns, frames: 1, bits: 8, instance }, pixels);
  return { name: `${number}.dcm`, bytes };
}

Deno.test("by default, an image with a name is held back and reported by kind; others leave", async () => {
  using directory = tempDir();
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  dropFolder(intake.inbox, "ST-1", [ultrasound(1, ""), ultrasound(2, "JANE^DOE")]);
  assert.equal((await intake.run("queue")).code, 0);
  const output = filesBelow(`${directory.path}/output`).filter((path) => path.endsWith(".dcm"));
  assert.equal(output.length, 1);
  const shown = (await intake.run("status")).stdout + (await intake.run("errors")).stdout;
  assert.match(shown, /1 images held back/);
  assert.match(shown, /HELD_BACK.*"text in the pixels"/);
  assert.match(
    shown,
    /text was found in its pixels: \d+ rectangles? with .+ \(inspected because of Mod/,
  );
  assert.doesNotMatch(shown, /JANE/);
  const other = new IntakeUnderTest(directory.path, { SETTLE: "0", TEXT: "off" });
  const rejected = await other.run("queue");
  assert.notEqual(rejected.code, 0);
  assert.match(rejected.stderr, /PROJECT_DIFFERS/);
  assert.match(rejected.stderr, /TEXT, TEXT_ACTION/);
});

Deno.test("a folder without images at risk opens no file of the text detector", async () => {
  using directory = tempDir();
  const log = `${directory.path}/calls`;
  const intake = new IntakeUnderTest(directory.path, { SETTLE: "0" });
  const images = ["1.2.9.1", "1.2.9.2"].map((instance) =>
    smallImage({ patient: "1", study: "1.2.9", instance })
  );
  const opened = async (folder: string): Promise<readonly string[]> => {
    const traced = intake.startUnder(
      ["strace", "-f", "-qq", "-o", log, "-e", "trace=open,openat"],
      "deidentify",
      [`${intake.inbox}/${folder}`, `${directory.path}/${folder}`],
    );
    assert.equal((await traced.status()).code, 0);
    const calls = Deno.readTextFileSync(log);
    return Object.values(textPaths()).filter((path) =>
      calls.includes(path.split("/").at(-1) ?? "")
    );
  };
  dropFolder(intake.inbox, "ST-1", images);
  assert.deepEqual(await opened("ST-1"), []);
  dropFolder(intake.inbox, "ST-2", [ultrasound(1, "")]);
  assert.equal((await opened("ST-2")).length, Object.values(textPaths()).length);
});
