/// <reference lib="deno.worker" />
import { processImage } from "../pipeline/process_image.ts";
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from "./image_task.ts";

let setup: WorkerSetup | undefined;

self.onmessage = ({ data }: MessageEvent<WorkerSetup | WorkerRequest>) => {
  if (!("task" in data)) {
    setup = data;
    return;
  }
  const { task, id } = data;
  if (!setup) throw new TypeError("a task came before the setup");
  const { key } = setup;
  const answer: WorkerAnswer = {
    id,
    outcomes: task.files.map((file) => processImage(task, file, key)),
  };
  self.postMessage(answer);
};
