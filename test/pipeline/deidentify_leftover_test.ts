import assert from "node:assert/strict";
import { dirname } from "node:path";
import { deidentifyFile, deidentifyFolder } from "../../src/pipeline/deidentify_folder.ts";
import { imageTools } from "../support/deidentify/image_tools.ts";
import { makeStudy } from "../support/files/inbox.ts";
import { digests } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

// in containers, the next process often has the same number as the one that was killed

Deno.test("what a killed process with the same number has left does not get into the output of a folder", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 3);
  const [clean, again] = [`${directory.path}/clean`, `${directory.path}/again`];
  await deidentifyFolder(folder, clean, "B-1", imageTools());
  const expected = await digests(clean);
  for (const path of Object.keys(expected).filter((path) => path.endsWith(".dcm"))) {
    leaveHalf(`${clean}/${path}`, `${again}.tmp${Deno.pid}/${path}`);
  }
  await deidentifyFolder(folder, again, "B-1", imageTools());
  assert.deepEqual(await digests(again), expected);
});

Deno.test("what a killed process with the same number has left does not get into the output of a file", async () => {
  using directory = tempDir();
  const folder = makeStudy(directory.path, "ST-1", 1, 1);
  const [clean, again] = [`${directory.path}/clean`, `${directory.path}/again`];
  await deidentifyFolder(folder, clean, "B-1", imageTools());
  const [path = ""] = Object.keys(await digests(clean)).filter((path) => path.endsWith(".dcm"));
  leaveHalf(`${clean}/${path}`, `${again}.tmp${Deno.pid}/${path}`);
  await deidentifyFile(`${folder}/IMG0001.dcm`, again, "B-1", imageTools());
  assert.deepEqual(Deno.readFileSync(again), Deno.readFileSync(`${clean}/${path}`));
});

function leaveHalf(whole: string, half: string): void {
  const bytes = Deno.readFileSync(whole);
  Deno.mkdirSync(dirname(half), { recursive: true });
  Deno.writeFileSync(half, bytes.subarray(0, bytes.length / 2));
}
