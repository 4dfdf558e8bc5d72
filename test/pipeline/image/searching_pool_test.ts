import assert from "node:assert/strict";
import { openImagePool } from "../../../src/pipeline/image/image_pool.ts";
import type { ImageTask, WorkerAnswer } from "../../../src/pipeline/image/image_task.ts";
import { startImageWorker } from "../../../src/pipeline/image/start_image_worker.ts";
import { ProgressCount } from "../../../src/system/stall_watch.ts";
import { tissueFrame } from "../../support/dicom/drawn_text.ts";
import { nativeImage } from "../../support/dicom/native_image.ts";
import { poolSetup } from "../../support/deidentify/pool_setup.ts";
import { tempDir } from "../../support/temp_dir.ts";

const setup = {
  ...poolSetup,
  text: { which: "risk", action: "hold", keep: "nothing" },
} as const;

/** A folder with an image of each modality, in this order. */
function folderOf(
  directory: string,
  name: string,
  modalities: readonly string[],
  [rows, columns]: readonly [number, number] = [200, 300],
): ImageTask {
  const folder = `${directory}/${name}`;
  Deno.mkdirSync(folder);
  const { pixels } = tissueFrame(rows, columns);
  const files = modalities.map((modality, at) => {
    const instance = `1.2.3.${name.length}.${at + 1}`;
    const image = { rows, columns, frames: 1, bits: 8, vr: "OB", instance, modality } as const;
    const sopClass = modality === "US" ? {} : { sopClass: "1.2.840.10008.5.1.4.1.1.4" };
    Deno.writeFileSync(`${folder}/${at + 1}`, nativeImage({ ...image, ...sopClass }, pixels));
    return { number: at + 1, path: `${at + 1}`, isFile: true };
  });
  return { folder, staged: `${directory}/output/${name}.tmp1`, code: name, files };
}

async function answerOf(worker: Worker, request: object): Promise<WorkerAnswer> {
  const answered = new Promise<WorkerAnswer>((resolve, reject) => {
    worker.onmessage = ({ data }) => "started" in data || resolve(data);
    worker.onerror = (event) => reject(new Error(event.message));
  });
  worker.postMessage(request);
  return await answered;
}

Deno.test("a thread that leaves searches answers before the first image at risk", async () => {
  using directory = tempDir();
  const { path } = directory;
  const directories = { inboxes: [path], outputs: [`${path}/output`] };
  const worker = startImageWorker(directories, setup, new ProgressCount());
  const task = folderOf(path, "B-1", ["MR", "MR", "US", "MR"]);
  let done = 0;
  const next = async (leavesSearches: boolean): Promise<boolean> => {
    const files = task.files.slice(done);
    const answer = await answerOf(worker, { id: 1, task: { ...task, files }, leavesSearches });
    assert.ok("outcomes" in answer && answer.outcomes.every(({ kind }) => kind === "image"));
    done += answer.outcomes.length;
    return answer.isSearched === true;
  };
  while (!await next(true)); // a time slice may end before
  assert.equal(done, 2);
  assert.equal(await next(true), true);
  assert.equal(done, 2);
  assert.equal(await next(false), true);
  assert.ok(done > 2);
  worker.terminate();
});

Deno.test("all images of Batches with and without images at risk are processed", async () => {
  using directory = tempDir();
  const { path } = directory;
  const directories = { inboxes: [path], outputs: [`${path}/output`] };
  using pool = openImagePool(1, directories, setup, 60_000);
  const mixtures = { "B-1": ["US", "US"], "B-22": ["MR", "US", "MR", "US"], "B-333": ["MR", "MR"] };
  await Promise.all(
    Object.entries(mixtures).map(async ([name, modalities]) => {
      const outcomes = await pool.run(folderOf(path, name, modalities));
      const numbers = outcomes.map((one) => one.kind === "image" && one.row.fileNumber);
      assert.deepEqual(numbers, modalities.map((_, at) => at + 1));
    }),
  );
});

Deno.test("a Batch without images at risk does not wait until those of other Batches are searched", async () => {
  using directory = tempDir();
  const { path } = directory;
  const directories = { inboxes: [path], outputs: [`${path}/output`] };
  using pool = openImagePool(1, directories, setup, 60_000);
  const ended: string[] = [];
  const run = async (task: ImageTask): Promise<void> => {
    await pool.run(task);
    ended.push(task.code);
  };
  // each of these takes many seconds, and the test does not wait for them
  const large = [1000, 1000] as const;
  void run(folderOf(path, "B-1", ["US", "US"], large));
  void run(folderOf(path, "B-22", ["US", "US"], large));
  await run(folderOf(path, "B-333", ["MR", "MR"]));
  assert.deepEqual(ended, ["B-333"]);
});
