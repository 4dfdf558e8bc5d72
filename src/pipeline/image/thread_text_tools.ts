import { ProcessingNotes } from "../../output/processing_notes.ts";
import type { CodecHolder } from "../../pixels/codecs/codec_libraries.ts";
import { openTextDetector } from "../../pixels/text/text_detector.ts";
import { computingInTurn } from "../../system/file_call.ts";
import type { ProgressCount } from "../../system/stall_watch.ts";
import type { WorkerSetup } from "./image_task.ts";
import { inspectionTurns, TextFinder, type TextTools } from "./text_tools.ts";

/**
 * The tools of an image thread to find text. The file that is inspected has a note of its own,
 * because the thread can process other files in between. Nothing is loaded yet.
 */
export function threadTextTools(
  { paths, ...policy }: NonNullable<WorkerSetup["text"]>,
  codecs: CodecHolder,
  progress: ProgressCount,
): TextTools {
  const notes = new ProcessingNotes();
  return {
    policy,
    finder: new TextFinder(() => openTextDetector(paths), codecs, progress.bytes),
    turns: inspectionTurns(async ({ staged, fileNumber }, inspect) => {
      await Promise.resolve(); // other work of the thread must have ended
      notes.begin(staged, fileNumber);
      try {
        return await computingInTurn(inspect);
      } finally {
        notes.end();
      }
    }),
  };
}
