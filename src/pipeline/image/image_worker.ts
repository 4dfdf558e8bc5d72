import { privateTableOf } from "../../deidentify/profile/private_table.ts";
import { Profile } from "../../deidentify/profile/profile.ts";
import { PseudonymKey } from "../../deidentify/pseudonyms/pseudonym_key.ts";
import { TextCleaner } from "../../deidentify/text/text_cleaner.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import { IntakeError } from "../../model/errors.ts";
import type { ImageOutcome } from "../../model/image.ts";
import { ProcessingNotes } from "../../output/processing_notes.ts";
import { computing, showFileCalls } from "../../system/file_call.ts";
import { Limiter } from "../../system/limiter.ts";
import { ProgressCount } from "../../system/stall_watch.ts";
import { openGate } from "./gate_image.ts";
import { CodecHolder } from "../../pixels/codecs/codec_libraries.ts";
import { codecsFor, withCodecs } from "./image_codecs.ts";
import { ImageMemory } from "./image_memory.ts";
import type { ImageTask, WorkerAnswer, WorkerRequest, WorkerSetup } from "./image_task.ts";
import type { ImageTools } from "./image_tools.ts";
import { processImage } from "./process_image.ts";
import { recipesOf } from "./recipes.ts";
import { LeftForSearch, turnsOfChunk } from "./text_tools.ts";
import { threadTextTools } from "./thread_text_tools.ts";

/// <reference lib="deno.worker" />

const bufferSize = 1 << 20;
/** The time slice of a Batch, which is at least one file; then other Batches have their turn. */
const timeSliceMs = 250;
const notes = new ProcessingNotes();

/** By the fingerprint of the key; undefined for the current key. */
let tools: ReadonlyMap<string | undefined, ImageTools> | undefined;
/** Bounds the number of files of all chunks that are open until they are durable. */
let openFiles: Limiter | undefined;

self.onmessage = async ({ data }: MessageEvent<WorkerSetup | WorkerRequest>) => {
  if ("task" in data) {
    self.postMessage({ id: data.id, started: true } satisfies WorkerAnswer);
    self.postMessage(await answer(data));
    return;
  }
  openFiles = new Limiter(data.filesAtOnce);
  const profile = new Profile(new Set(data.options), privateTableOf(data.privateRows));
  const progress = new ProgressCount(data.progress);
  showFileCalls(progress);
  const recipes = recipesOf(data.recipe);
  // a person may decide to redact an image, even if no rule redacts
  const codecs = codecsFor(recipes.recipes, data.codecs) ??
    (data.review && new CodecHolder(data.codecs));
  const common = {
    profile,
    texts: new TextCleaner(new Set(data.siteWords)),
    onRead: progress.bytes,
    onDone: progress.entry,
    around: withNote,
    ...recipes,
    codecs,
    text: data.text && threadTextTools(data.text, codecs ?? new CodecHolder(data.codecs), progress),
    quarantine: data.quarantine,
    review: data.review,
    gate: openGate(data.gate),
    buffer: new Uint8Array(bufferSize),
  };
  const keys = data.keys.map((bytes) => new PseudonymKey(bytes));
  const byKey = keys.map((key) =>
    [key.fingerprint, { ...common, key, memory: new ImageMemory() }] as const
  );
  tools = new Map([...byKey, ...byKey.slice(0, 1).map(([, first]) => [undefined, first] as const)]);
};

/**
 * Files are written one after the other and made durable concurrently. A chunk that exceeds the
 * time slice is answered in part; a chunk that waited for it is returned unprocessed.
 */
async function answer(
  { id, task, sentAt, leavesSearches }: WorkerRequest,
): Promise<WorkerAnswer> {
  const threadTools = tools?.get(task.key);
  const limiter = openFiles;
  if (!threadTools || !limiter) {
    throw new TypeError("a task arrived before the setup, or its key is unknown");
  }
  if (sentAt !== undefined && Date.now() - sentAt > timeSliceMs) return { id, outcomes: [] };
  const startedAt = performance.now();
  const { text } = threadTools;
  const turns = text && turnsOfChunk(text.turns, leavesSearches);
  const ready = text && turns ? { ...threadTools, text: { ...text, turns } } : threadTools;
  const running: Promise<ImageOutcome>[] = [];
  for (const file of task.files) {
    const outcome = limiter.run(() => {
      const processed = withCodecs(ready, () => processImage(task, file, ready));
      return processed.finally(ready.onDone);
    });
    running.push(outcome);
    // an image that is inspected is done before the next one starts
    await turns?.idle();
    // nothing behind an image that is left may have been written
    if (turns && leavesSearches) await Promise.allSettled([outcome]);
    if (performance.now() - startedAt > timeSliceMs || leavesSearches && turns?.wereAsked()) break;
  }
  const outcomes = await Promise.allSettled(running);
  const fault = outcomes.flatMap((one) => one.status === "rejected" ? [one.reason] : [])
    .find((reason) => !(reason instanceof LeftForSearch));
  if (fault instanceof IntakeError) {
    return { id, fault: { code: fault.code, message: fault.message, hint: fault.hint } };
  }
  if (fault !== undefined) throw withoutMessage(fault);
  const done = outcomes.flatMap((one) => one.status === "fulfilled" ? [one.value] : []);
  return { id, outcomes: done, isSearched: turns?.wereAsked() ?? false };
}

/**
 * Notes the file while it is processed, so that it is known which file crashed the process. Making
 * the output durable is not part of this: it does not crash.
 */
function withNote<T>(task: ImageTask, file: FolderEntry, work: () => T): T {
  notes.begin(task.staged, file.number);
  try {
    return computing(work);
  } finally {
    notes.end();
  }
}

/** An uncaught error is printed, and its message may contain a file name. */
function withoutMessage(fault: unknown): Error {
  return new Error(fault instanceof Error ? fault.name : typeof fault);
}
