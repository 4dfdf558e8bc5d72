/// <reference lib="deno.worker" />
import { Profile } from "../deidentify/profile.ts";
import { PseudonymKey } from "../deidentify/pseudonym_key.ts";
import { ProcessingNotes } from "../deliver/processing_notes.ts";
import { TextCleaner } from "../deidentify/text/text_cleaner.ts";
import { IntakeError } from "../errors.ts";
import { Limiter } from "../limiter.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import { openGate } from "../pipeline/gate_image.ts";
import { type ImageTools, processImage } from "../pipeline/process_image.ts";
import { recipesOf } from "../pipeline/recipes.ts";
import { ProgressCount } from "./progress_count.ts";
import type { ImageTask, WorkerAnswer, WorkerRequest, WorkerSetup } from "./image_task.ts";
import type { ImageOutcome } from "../model/image.ts";

const bufferSize = 1 << 20;
/** What a Batch gets of a thread at a time, but one file at least; then others have their turn. */
const longestTurnMs = 250;
const notes = new ProcessingNotes();

/** By the fingerprint of their key, and by nothing for the current one. */
let tools: ReadonlyMap<string | undefined, ImageTools> | undefined;
/** Bounds the files that are open until they are durable, of all chunks together. */
let openFiles: Limiter | undefined;

self.onmessage = async ({ data }: MessageEvent<WorkerSetup | WorkerRequest>) => {
  if ("task" in data) {
    self.postMessage({ id: data.id, started: true } satisfies WorkerAnswer);
    self.postMessage(await answer(data));
    return;
  }
  openFiles = new Limiter(data.filesAtOnce);
  const profile = new Profile(new Set(data.options));
  const progress = new ProgressCount(data.progress);
  const common = {
    profile,
    texts: new TextCleaner(new Set(data.siteWords)),
    onRead: progress.bytes,
    onDone: progress.entry,
    ...recipesOf(data.recipe),
    quarantine: data.quarantine,
    gate: openGate(data.gate),
    buffer: new Uint8Array(bufferSize),
  };
  const keys = data.keys.map((bytes) => new PseudonymKey(bytes));
  const byKey = keys.map((key) => [key.fingerprint, { ...common, key }] as const);
  tools = new Map([...byKey, ...byKey.slice(0, 1).map(([, first]) => [undefined, first] as const)]);
};

/**
 * All files are written one after the other, and some become durable side by side. What costs too
 * much time is answered in part, and what has waited for it is given back.
 */
async function answer({ id, task, sentAt }: WorkerRequest): Promise<WorkerAnswer> {
  const ready = tools?.get(task.key);
  const limiter = openFiles;
  if (!ready || !limiter) {
    throw new TypeError("a task came before the setup, or for a key that nobody has");
  }
  if (sentAt !== undefined && Date.now() - sentAt > longestTurnMs) return { id, outcomes: [] };
  const startedAt = performance.now();
  const running: Promise<ImageOutcome>[] = [];
  for (const file of task.files) {
    running.push(limiter.run(() => noted(task, file, ready).finally(ready.onDone)));
    if (performance.now() - startedAt > longestTurnMs) break;
  }
  const outcomes = await Promise.allSettled(running);
  const fault = outcomes.find((outcome) => outcome.status === "rejected")?.reason;
  if (fault instanceof IntakeError) {
    return { id, fault: { code: fault.code, message: fault.message, hint: fault.hint } };
  }
  if (fault !== undefined) throw withoutMessage(fault);
  return { id, outcomes: outcomes.flatMap((one) => one.status === "fulfilled" ? [one.value] : []) };
}

/** The note says what ended the process, should it end now; durability comes later, and ends none. */
function noted(task: ImageTask, file: FolderEntry, ready: ImageTools): Promise<ImageOutcome> {
  notes.begin(task.staged, file.number);
  try {
    return processImage(task, file, ready);
  } finally {
    notes.end();
  }
}

/** What nobody catches is printed, and a message may hold a file's name. */
function withoutMessage(fault: unknown): Error {
  return new Error(fault instanceof Error ? fault.name : typeof fault);
}
