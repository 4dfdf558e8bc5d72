import { confirmDecision, undo } from "../database/review/change_decision.ts";
import { decide, previewDecision } from "../database/review/decide.ts";
import { countWaiting, findWaiting, listWaiting } from "../database/review/list_waiting.ts";
import type { Database } from "../database/open_database.ts";
import { quarantinePath } from "../output/quarantine.ts";
import { PicturePool } from "../pictures/picture_pool.ts";
import type { ReviewPorts } from "../web/ports.ts";

/** What the pages of a review need from the process that serves them. */
export interface ReviewParts {
  readonly sql: Database["sql"];
  /** The directory of the originals. */
  readonly quarantine: string;
  /** A second reviewer must confirm each decision. */
  readonly fourEyes: boolean;
}

/** Connects the pages of a review with the catalogue, the originals and the threads. */
export function openReviewPorts(
  { sql, quarantine, fourEyes }: ReviewParts,
): ReviewPorts & Disposable {
  const pool = new PicturePool(quarantine);
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
      if (!await findWaiting(sql, file)) return { fault: "gone" };
      return await pool.render(quarantinePath(quarantine, file.batch, file.number), request);
    },
    [Symbol.dispose]: () => pool[Symbol.dispose](),
  };
}
