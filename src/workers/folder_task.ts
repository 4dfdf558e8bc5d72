import type { IntakeError } from "../errors.ts";
import type { FolderEntry } from "../folder/list_files.ts";
import type { SourcePlace } from "../folder/set_aside.ts";
import type { IntakeEvent } from "../model/event.ts";
import type { SourceFolder } from "../pipeline/dispose_of_source.ts";
import type { AfterPolicy } from "../model/policy.ts";
import type { FolderLook } from "../pipeline/look_at_folder.ts";

/** The tasks of a folder thread: the request and the response of each kind. */
export interface FolderTasks {
  /** The response is undefined if the inbox does not exist. */
  readonly look: { readonly request: SourcePlace; readonly response: FolderLook | undefined };
  /** Checks the files that the sender announced; the response lists the announced instances. */
  readonly expect: { readonly request: SourcePlace; readonly response: readonly string[] };
  /** Starts or continues a listing, which is identified by a number; an empty response ends it. */
  readonly list: {
    readonly request: SourcePlace & { readonly listing: number };
    readonly response: readonly FolderEntry[];
  };
  readonly endList: {
    readonly request: { readonly listing: number };
    readonly response: undefined;
  };
  readonly dispose: {
    readonly request: SourceFolder & { readonly policy: Exclude<AfterPolicy, "keep"> };
    readonly response: Disposal;
  };
  readonly undo: { readonly request: SourcePlace; readonly response: undefined };
}

/** The result of disposing of a source folder. */
export interface Disposal {
  readonly events: readonly IntakeEvent[];
  /** See `disposeOfSource`. */
  readonly isGone: boolean;
}

export type FolderTaskKind = keyof FolderTasks;

/** A task as it is posted to a thread. */
export type FolderTask = {
  readonly [Kind in FolderTaskKind]: { readonly kind: Kind } & FolderTasks[Kind]["request"];
}[FolderTaskKind];

export interface FolderRequest {
  readonly id: number;
  readonly task: FolderTask;
}

export type FolderAnswer =
  | { readonly id: number; readonly value: FolderTasks[FolderTaskKind]["response"] }
  | { readonly id: number; readonly fault: Pick<IntakeError, "code" | "message" | "hint"> }
  /** An error of the operating system without its message, which may contain file names. */
  | { readonly id: number; readonly refusal: { readonly name: string; readonly code: string } };
