import assert from "node:assert/strict";
import { disposeOfSource } from "../../src/folder/dispose_of_source.ts";
import { surveyFolder, surveyText } from "../../src/folder/survey_folder.ts";
import { figure } from "../support/figures.ts";
import { filesBelow } from "../support/files/output_tree.ts";
import { tempDir } from "../support/temp_dir.ts";

Deno.test("a file written by another thread while a folder of 3,000 is deleted is never lost", async () => {
  for (const policy of ["delete", "delete", "delete", "archive"] as const) {
    using directory = tempDir();
    const base = directory.path;
    Deno.mkdirSync(`${base}/ST-1`);
    for (let at = 0; at < 3000; at++) Deno.writeTextFileSync(`${base}/ST-1/${at}`, "");
    const survey = surveyText(surveyFolder(`${base}/ST-1`));
    const writer = new Worker(import.meta.resolve("../support/files/late_writer.ts"), {
      type: "module",
    });
    const heard = Promise.withResolvers<string[]>();
    const started = Promise.withResolvers<void>();
    writer.onmessage = ({ data }: MessageEvent<"started" | string[]>) => {
      if (data === "started") started.resolve();
      else heard.resolve(data);
    };
    const stop = new Int32Array(new SharedArrayBuffer(4));
    writer.postMessage({ folder: `${base}/ST-1`, stop });
    await started.promise;
    const source = { base, uid: "ST-1", code: "B-1", survey, isResumed: false };
    for (const _ of disposeOfSource(source, policy)); // whatever it reports
    Atomics.store(stop, 0, 1);
    const written = await heard.promise;
    writer.terminate();
    const there = filesBelow(base).map((path) => path.split("/").at(-1));
    assert.deepEqual(written.filter((name) => !there.includes(name)), [], policy);
    figure("folders disposed of while files came", 1);
  }
});
