import { join } from "node:path";
import { instancesMissing, requireExpectedFiles } from "../folder/expected_files.ts";
import { expectedInstances, readExpected } from "../folder/read_expected.ts";
import { type FolderEntry, listFiles } from "../folder/list_files.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import type { IntakeEvent } from "../model/event.ts";
import { disposeOfSource, undoDisposal } from "../pipeline/dispose_of_source.ts";
import { lookAtFolder } from "../pipeline/look_at_folder.ts";
import type { Disposal, FolderTask, FolderTaskKind, FolderTasks } from "./folder_task.ts";
import { ProgressCount } from "./progress_count.ts";

const entriesAtOnce = 256;

/** Does what is asked about folders, synchronously, and counts what it does. */
export class FolderTasksDone {
  readonly #listings = new Map<number, Iterator<FolderEntry>>();

  constructor(readonly progress: ProgressCount = new ProgressCount()) {}

  /** Throws IntakeError and the operating system's error. */
  run(task: FolderTask): FolderTasks[FolderTaskKind]["gives"] {
    switch (task.kind) {
      case "look":
        return lookAtFolder(task, this.progress.entry);
      case "expect":
        return this.#expect(task);
      case "list":
        return this.#list(task, task.listing);
      case "endList":
        this.#listings.delete(task.listing);
        return undefined;
      case "dispose":
        return this.#dispose(task);
      case "undo":
        undoDisposal(task);
        return undefined;
    }
  }

  #expect({ base, uid }: SourcePlace): readonly string[] {
    const folder = join(base, uid);
    const expected = readExpected(folder);
    if (!expected) return [];
    requireExpectedFiles(folder, expected, this.progress);
    const instances = expectedInstances(expected);
    // a file holds one instance
    if (instances.length > expected.files) {
      throw instancesMissing(instances.length - expected.files);
    }
    return instances;
  }

  #list({ base, uid }: SourcePlace, listing: number): readonly FolderEntry[] {
    const entries = this.#listings.get(listing) ?? listFiles(join(base, uid));
    this.#listings.set(listing, entries);
    const window: FolderEntry[] = [];
    while (window.length < entriesAtOnce) {
      const next = entries.next();
      if (next.done) break;
      this.progress.entry();
      window.push(next.value);
    }
    if (window.length === 0) this.#listings.delete(listing);
    return window;
  }

  #dispose(task: Extract<FolderTask, { kind: "dispose" }>): Disposal {
    const news: IntakeEvent[] = [];
    const run = disposeOfSource(task, task.policy, this.progress.entry);
    for (let step = run.next();; step = run.next()) {
      if (step.done) return { news, isGone: step.value };
      news.push(step.value);
    }
  }
}
