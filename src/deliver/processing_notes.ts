import { join } from "node:path";
import { systemCode } from "../system_code.ts";
import { removeFolder } from "./staged_folder.ts";

const folderName = ".processing";
const mainName = "main";
/** Digits of the largest number of a file, and the line's end. */
const width = 11;
const none = encoded("");

/**
 * Says in a staged folder what is being processed, before it is: a note outlives the process, for
 * what was written stays with the operating system. A note costs one write to an open file.
 */
export class ProcessingNotes implements Disposable {
  readonly #name = crypto.randomUUID();
  #staged: string | undefined;
  #file: Deno.FsFile | undefined;

  /**
   * Notes that a file of the Batch with this staged folder is processed now. Where that cannot be
   * written no output can, which is reported when it is.
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

  /** Notes that none is. */
  end(): void {
    this.#write(none);
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

/** What was being processed for a Batch when its process ended. */
export interface Processing {
  /** Numbers of files. */
  readonly files: readonly number[];
  readonly isMainThread: boolean;
}

/** Reads the notes in a staged folder; nothing where there are none. */
export function readNotes(staged: string): Processing {
  const folder = join(staged, folderName);
  try {
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name);
    const files = names.filter((name) => name !== mainName)
      .map((name) => parseInt(Deno.readTextFileSync(join(folder, name)), 10))
      .filter((number) => number > 0);
    return { files: [...new Set(files)], isMainThread: names.includes(mainName) };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return { files: [], isMainThread: false };
    throw error;
  }
}

/** Notes that the main thread does something for a Batch that takes memory in proportion to it. */
export function noteMainThread(staged: string): void {
  const folder = join(staged, folderName);
  Deno.mkdirSync(folder, { recursive: true, mode: 0o750 });
  Deno.writeTextFileSync(join(folder, mainName), "");
}

/** Removes all notes, so that the folder holds nothing but output. */
export function removeNotes(staged: string): void {
  removeFolder(join(staged, folderName));
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(`${text.padEnd(width - 1)}\n`);
}
