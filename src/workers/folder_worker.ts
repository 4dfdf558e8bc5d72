/// <reference lib="deno.worker" />
import { IntakeError } from "../errors.ts";
import { systemCode } from "../system_code.ts";
import type { FolderAnswer, FolderRequest } from "./folder_task.ts";
import { FolderTaskRunner } from "./folder_task_runner.ts";
import { ProgressCount } from "./progress_count.ts";

let tasks: FolderTaskRunner | undefined;

self.onmessage = ({ data }: MessageEvent<{ memory: SharedArrayBuffer } | FolderRequest>) => {
  if ("memory" in data) tasks = new FolderTaskRunner(new ProgressCount(data.memory));
  else if (tasks) self.postMessage(answer(tasks, data));
};

function answer(ready: FolderTaskRunner, { id, task }: FolderRequest): FolderAnswer {
  try {
    return { id, value: ready.run(task) };
  } catch (error) {
    if (error instanceof IntakeError) {
      return { id, fault: { code: error.code, message: error.message, hint: error.hint } };
    }
    // a message may hold a file's name
    const name = error instanceof Error ? error.name : typeof error;
    return { id, refusal: { name, code: systemCode(error) } };
  }
}
