import { IntakeError } from "../../model/errors.ts";
import { ProgressCount } from "../../system/stall_watch.ts";
import { systemCode } from "../../system/system_code.ts";
import { type FolderAnswer, type FolderRequest, FolderTaskRunner } from "./folder_tasks.ts";

/// <reference lib="deno.worker" />

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
    // a message may contain a file name
    const name = error instanceof Error ? error.name : typeof error;
    return { id, refusal: { name, code: systemCode(error) } };
  }
}
