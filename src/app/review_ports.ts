import { join } from "node:path";
import { confirmDecision, undo } from "../database/review/change_decision.ts";
import { decide, previewDecision } from "../database/review/decide.ts";
import {
  countWaiting,
  findOriginal,
  findWaiting,
  listWaiting,
} from "../database/review/list_waiting.ts";
import type { Database } from "../database/open_database.ts";
import {
  type PictureRequest,
  type PictureResult,
  thumbnailRequest,
} from "../model/review_picture.ts";
import { originalName } from "../output/quarantine.ts";
import { readThumbnail } from "../output/thumbnail.ts";
import { PicturePool } from "../pictures/picture_pool.ts";
import { isThere } from "../system/pooled_files.ts";
import type { PictureOf, ReviewPorts } from "../web/ports.ts";

/** What the pages of a review need from the process that serves them. */
export interface ReviewParts {
  readonly sql: Database["sql"];
  /** The directory of the originals. */
  readonly quarantine: string;
  /** A second reviewer must confirm each decision. */
  readonly fourEyes: boolean;
}

/** A site has deleted it, or the directory of this process is not that of the jobs. */
const missingCopy: PictureResult = {
  fault: "unreadable",
  reason: "its copy in QUARANTINE is missing; retry its Batch, so that it is copied again",
};

/** Connects the pages of a review with the catalogue, the originals and the threads. */
export function openReviewPorts(
  { sql, quarantine, fourEyes }: ReviewParts,
): ReviewPorts & Disposable {
  const pool = new PicturePool(quarantine);
  const render = async (
    file: PictureOf,
    sha256: string,
    request: PictureRequest,
  ): Promise<PictureResult> => {
    const path = join(quarantine, file.batch, originalName(sha256));
    if (await isThere(path)) return await pool.render(path, request);
    return await findOriginal(sql, file) ? missingCopy : { fault: "gone" };
  };
  return {
    listWaiting: (filter, after, limit) => listWaiting(sql, filter, after, limit),
    findWaiting: (file) => findWaiting(sql, file),
    countWaiting: () => countWaiting(sql),
    decisions: {
      preview: (request) => previewDecision(sql, request),
      decide: (request) => decide(sql, request, { fourEyes }),
      confirm: (id, reviewer) => confirmDecision(sql, id, reviewer),
      undo: (id, reviewer) => undo(sql, id, reviewer),
    },
    async readPicture(file, request) {
      const sha256 = await findOriginal(sql, file);
      return sha256 === undefined ? { fault: "gone" } : await render(file, sha256, request);
    },
    async readThumbnail(file) {
      const sha256 = await findOriginal(sql, file);
      if (sha256 === undefined) return { fault: "gone" };
      const png = await readThumbnail(quarantine, file.batch, sha256);
      return png ? { png } : await render(file, sha256, thumbnailRequest);
    },
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}
