import type { Database } from "../database/open_database.ts";
import { originalsOfIdle, whileIdle } from "../database/review/needed_originals.ts";
import { thumbnailRequest } from "../model/review_picture.ts";
import { type OriginalsInCatalogue, sweepQuarantine } from "../output/sweep_quarantine.ts";
import { PicturePool } from "../pictures/picture_pool.ts";
import type { ReviewPorts } from "../pipeline/job_ports.ts";

/** What of a process the quarantine concerns. */
interface QuarantineParts {
  readonly quarantine: string;
  readonly database: Pick<Database, "sql">;
}

/** Deletes originals that crashed jobs left: of all Batches, or of those with these codes. */
export async function sweepOriginals(
  { quarantine, database: { sql } }: QuarantineParts,
  codes?: readonly string[],
): Promise<void> {
  const catalogue: OriginalsInCatalogue = {
    ofIdle: (some) => originalsOfIdle(sql, some),
    whileIdle: (code, clear) => whileIdle(sql, code, clear),
  };
  await sweepQuarantine(quarantine, catalogue, codes);
}

/** The threads that draw thumbnails for jobs; an image that takes longer has none. */
export function openThumbnailThreads(quarantine: string): PicturePool {
  return new PicturePool(quarantine, {
    threads: 2,
    pictures: Infinity, // each job waits for the few that it has requested
    pictureMs: 10_000,
    idleMs: 60_000,
  });
}

/** Draws thumbnails in these threads. */
export function thumbnailsBy(pictures: PicturePool): ReviewPorts["drawThumbnail"] {
  return async (original) => {
    const picture = await pictures.render(original, thumbnailRequest);
    return "fault" in picture ? undefined : picture.png;
  };
}
