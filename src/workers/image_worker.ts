/// <reference lib="deno.worker" />
import { Profile } from "../deidentify/profile.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { IntakeError } from "../errors.ts";
import { type ImageTools, processImage } from "../pipeline/process_image.ts";
import { recipesOf } from "../pipeline/recipes.ts";
import type { WorkerAnswer, WorkerRequest, WorkerSetup } from "./image_task.ts";

const bufferSize = 1 << 20;

let tools: ImageTools | undefined;

self.onmessage = async ({ data }: MessageEvent<WorkerSetup | WorkerRequest>) => {
  if ("task" in data) {
    self.postMessage(await answer(data));
    return;
  }
  const profile = new Profile(new Set(data.options));
  tools = {
    profile,
    key: new PseudonymKey(data.key),
    ...recipesOf(data.recipe),
    quarantine: data.quarantine,
    buffer: new Uint8Array(bufferSize),
  };
};

/** All files are written one after the other, and become durable side by side. */
async function answer({ id, task }: WorkerRequest): Promise<WorkerAnswer> {
  const ready = tools;
  if (!ready) throw new TypeError("a task came before the setup");
  const outcomes = await Promise.allSettled(
    task.files.map((file) => processImage(task, file, ready)),
  );
  const fault = outcomes.find((outcome) => outcome.status === "rejected")?.reason;
  if (fault instanceof IntakeError) {
    return { id, fault: { code: fault.code, message: fault.message, hint: fault.hint } };
  }
  if (fault !== undefined) throw fault;
  return { id, outcomes: outcomes.flatMap((one) => one.status === "fulfilled" ? [one.value] : []) };
}
