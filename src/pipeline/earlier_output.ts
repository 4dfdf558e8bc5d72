import { dirname, join } from "node:path";
import type { Job } from "../model/batch.ts";
import type { ManifestLine } from "../model/delivery.ts";
import { IntakeError } from "../model/errors.ts";
import { manifestName, readManifest } from "../output/manifest.ts";
import { linkOrCopy } from "../output/link_or_copy.ts";
import { isThere } from "../system/pooled_files.ts";
import type { CataloguePorts } from "./job_ports.ts";

/** The output of a Batch to which images are added. */
interface EarlierOutput {
  readonly output: string;
  /** The folder in which the new output is made. */
  readonly staged: string;
  /** The SOPInstanceUIDs of the images that are added. */
  readonly added: ReadonlySet<string>;
  /** How many images of the output the catalogue has. */
  readonly images: number;
}

/**
 * Brings the images of an output into a staged folder, and yields their lines: those that the
 * catalogue has, except those that are added again because an earlier job was interrupted. The
 * files are linked, so that they need no space and cannot change. Throws IntakeError
 * MANIFEST_DAMAGED if an image of the catalogue is missing.
 */
export async function* earlierImages(
  job: Pick<Job, "id">,
  { areStored }: Pick<CataloguePorts, "areStored">,
  { output, staged, added, images }: EarlierOutput,
): AsyncGenerator<readonly ManifestLine[]> {
  let found = 0;
  const pages = await isThere(join(output, manifestName)) ? readManifest(output) : [];
  for await (const page of pages) {
    const others = page.filter(({ SOPInstanceUID }) => !added.has(SOPInstanceUID));
    const kept = await areStored(job, others) ? others : await storedOf(job, areStored, others);
    for (const { path } of kept) {
      await Deno.mkdir(dirname(join(staged, path)), { recursive: true, mode: 0o750 });
      await linkOrCopy(join(output, path), join(staged, path));
    }
    found += kept.length;
    yield kept;
  }
  if (found !== images) throw outputDiffers();
}

async function storedOf(
  job: Pick<Job, "id">,
  areStored: CataloguePorts["areStored"],
  lines: readonly ManifestLine[],
): Promise<ManifestLine[]> {
  const stored: ManifestLine[] = [];
  for (const line of lines) if (await areStored(job, [line])) stored.push(line);
  return stored;
}

function outputDiffers(): IntakeError {
  return new IntakeError(
    "MANIFEST_DAMAGED",
    "the output, to which images of a review are added, differs from the catalogue",
    "restore the output, or its folder, then retry",
  );
}
