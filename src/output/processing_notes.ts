import { join } from "node:path";
import { namesIn } from "../system/pooled_files.ts";
import { systemCode } from "../system/system_code.ts";
import { removeFolder } from "./staged_folder.ts";

const folderName = ".processing";
const mainName = "main";
/** Length of a note: the digits of the largest file number, and a line feed. */
const width = 11;
const emptyNote = encoded("");

/**
 * Notes in a staged folder which file is being processed, before processing starts. A note survives
 * a crash of the process, since the operating system keeps what was written. It costs one write to
 * an open file.
 */
export class ProcessingNotes implements Disposable {
  readonly #name = crypto.randomUUID();
  #staged: string | undefined;
  #file: Deno.FsFile | undefined;

  /**
   * Notes that this file of the Batch with this staged folder is being processed. A note that
   * cannot be written is not an error: then the output cannot be written either, which is reported.
   */
  begin(staged: string, fileNumber: number): void {
    try {
      if (this.#staged !== staged) this.#open(staged);
      this.#write(encoded(String(fileNumber)));
    } catch (error) {
      if (systemCode(error) === "" && !(error instanceof Deno.errors.NotCapable)) throw error;
      this[Symbol.dispose]();
    }
  }

  /** Notes that no file is being processed. */
  end(): void {
    this.#write(emptyNote);
  }

  [Symbol.dispose](): void {
    this.#file?.close();
    this.#file = undefined;
    this.#staged = undefined;
  }

  #open(staged: string): void {
    this[Symbol.dispose]();
    const folder = join(staged, folderName);
    Deno.mkdirSync(folder, { recursive: true, mode: 0o750 });
    const options = { create: true, write: true, mode: 0o640 };
    this.#file = Deno.openSync(join(folder, this.#name), options);
    this.#staged = staged;
  }

  #write(note: Uint8Array): void {
    this.#file?.seekSync(0, Deno.SeekMode.Start);
    this.#file?.writeSync(note);
  }
}

/** What was being processed for a Batch when the process ended. */
export interface Processing {
  /** Numbers of the files that threads were processing. */
  readonly files: readonly number[];
  /** The main thread was processing the Batch. */
  readonly isMainThread: boolean;
}

/** Reads the notes of a staged folder, which may have none. */
export async function readNotes(staged: string): Promise<Processing> {
  const folder = join(staged, folderName);
  try {
    const names = await namesIn(folder);
    const files = new Set<number>();
    for (const name of names.filter((one) => one !== mainName)) {
      const number = parseInt(await Deno.readTextFile(join(folder, name)), 10);
      if (number > 0) files.add(number);
    }
    return { files: [...files], isMainThread: names.includes(mainName) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { files: [], isMainThread: false };
    throw error;
  }
}

/** Notes that the main thread performs a step for a Batch that needs memory in proportion to it. */
export async function noteMainThread(staged: string): Promise<void> {
  const folder = join(staged, folderName);
  await Deno.mkdir(folder, { recursive: true, mode: 0o750 });
  await Deno.writeTextFile(join(folder, mainName), "");
}

/** Removes all notes, so that the staged folder contains only output. */
export async function removeNotes(staged: string): Promise<void> {
  await removeFolder(join(staged, folderName));
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(`${text.padEnd(width - 1)}\n`);
}
