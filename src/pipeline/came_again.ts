import { join } from "node:path";
import { IntakeError } from "../errors.ts";
import { exists } from "../exists.ts";
import { lastModified } from "../folder/last_modified.ts";

interface DisposedSource {
  readonly base: string;
  readonly uid: string;
  /** As it was when it was read. */
  readonly modifiedMs: number | null;
}

/**
 * Whether the folder is there again whose images were delivered, and which was then archived or
 * deleted. Another one of its name would take the place of the only copy of those images: throws
 * IntakeError NAME_TAKEN.
 */
export function cameAgain({ base, uid, modifiedMs }: DisposedSource): boolean {
  const there = lastModified(join(base, uid));
  if (there !== undefined && there !== modifiedMs) throw nameTaken();
  return there !== undefined;
}

/** Whether a folder is gone from an inbox that is there. */
export function isDisposed({ base, uid }: DisposedSource): boolean {
  return exists(base) && !exists(join(base, uid));
}

function nameTaken(): IntakeError {
  return new IntakeError(
    "NAME_TAKEN",
    "another folder had this name, and its images, whose source is gone, would be replaced",
    "rename the folder: under a name of its own it is taken by itself; then retry this Batch",
  );
}
