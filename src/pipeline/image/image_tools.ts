import type { Deidentification } from "../../deidentify/edit_data_set.ts";
import type { FolderEntry } from "../../folder/list_files.ts";
import type { CodecHolder } from "../../pixels/codecs/codec_libraries.ts";
import type { Recipe } from "../../recipe/recipe.ts";
import type { GateTools } from "./gate_image.ts";
import type { ImageMemory } from "./image_memory.ts";
import type { ReviewPolicy } from "../../model/batch.ts";
import type { ImageTask } from "./image_task.ts";
import type { TextTools } from "./text_tools.ts";

/** The tools that a thread uses for all images. */
export interface ImageTools extends Deidentification {
  /** Images are screened with these recipes in this order. */
  readonly recipes: readonly Recipe[];
  /** The recipes for images that are searched for text; `recipes` if it is absent. */
  readonly inspectedRecipes?: readonly Recipe[];
  /** Undefined if no image is searched for text. */
  readonly text?: TextTools | undefined;
  /**
   * Where originals that rules hold back are copied to; undefined for no copies. With a review,
   * only those of images that wait.
   */
  readonly quarantine: string | undefined;
  /** Which held images wait for a person; undefined for none. */
  readonly review?: ReviewPolicy | undefined;
  /** Undefined only in benchmarks and tests that do not need the gate's findings. */
  readonly gate: GateTools | undefined;
  /** Undefined if no rule redacts: compressed images that a rule redacts are held back. */
  readonly codecs?: CodecHolder | undefined;
  /** Undefined in tests that compare: each image is then processed as if it was the first. */
  readonly memory?: ImageMemory | undefined;
  /** Bounds how many bytes of a file are in memory. */
  readonly buffer: Uint8Array;
  /** Called with the number of bytes of each read, as a sign of progress. */
  readonly onRead?: (bytes: number) => void;
  /** Called when a file is done. */
  readonly onDone?: () => void;
  /** Called to process a file without waiting; must call `work` once. */
  readonly around?: <T>(task: ImageTask, file: FolderEntry, work: () => T) => T;
}

/** A file and the tools that it is processed with. */
export interface ImageJob {
  readonly task: ImageTask;
  readonly file: FolderEntry;
  readonly tools: ImageTools;
}
