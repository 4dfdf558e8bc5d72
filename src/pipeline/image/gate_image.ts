import { basename } from "node:path";
import type { Deidentification } from "../../deidentify/edit_data_set.ts";
import type { Option, Options } from "../../deidentify/profile/options.ts";
import { tagsCleanedBy, tagsKeptBy } from "../../deidentify/profile/profile_table.ts";
import { mapUID } from "../../deidentify/pseudonyms/subject.ts";
import { vocabulary } from "../../deidentify/text/vocabulary.ts";
import type { ElementMemory } from "../../dicom/element_memory.ts";
import type { ElementFacts } from "../../gate/facts/element_facts.ts";
import { PublicWords } from "../../gate/facts/public_words.ts";
import type { Promised } from "../../gate/facts/promised.ts";
import { sourceFacts } from "../../gate/facts/source_facts.ts";
import { Gate } from "../../gate/gate.ts";
import type { GatePolicy } from "../../model/batch.ts";
import type { Finding } from "../../model/finding.ts";
import type { DeidentifiedImage } from "./deidentify_image.ts";
import type { ImageTask } from "./image_task.ts";
import type { WrittenImage } from "./write_image.ts";

/** The gate of an image thread. */
export interface GateTools {
  readonly policy: GatePolicy;
  readonly gate: Gate;
}

/** Options that keep names of institutions and devices, which may contain a person's name. */
const retaining: readonly Option[] = ["retainInstitutionIdentity", "retainDeviceIdentity"];
const retainedTags = new Map(retaining.map((option) => [option, tagsKeptBy(option)]));
/** Options that clean texts instead of removing them. */
const cleaning: readonly Option[] = ["cleanDescriptors", "cleanStructuredContent", "cleanGraphics"];
const cleanedTags = new Map(
  cleaning.map((option) => [option, tagsCleanedBy(option)]),
);
const noRules = { kept: new Set<number>(), made: new Set<number>(), removed: new Set<number>() };

/** A gate that knows the vocabulary of the profile. */
export function openGate(policy: GatePolicy): GateTools {
  return { policy, gate: new Gate(new PublicWords(vocabulary)) };
}

/**
 * The findings of the gate in an image as it was written. `memory` has what the elements of the
 * source say that an image before had too.
 */
export function gateImage(
  image: DeidentifiedImage,
  written: WrittenImage,
  { folder, folderName = basename(folder) }: Pick<ImageTask, "folder" | "folderName">,
  deidentification: Deidentification,
  { gate }: GateTools,
  memory?: ElementMemory<ElementFacts>,
): Finding[] {
  const promised = promisedOf(image, folderName, deidentification);
  return gate.inspect(written.reread(), written.path, sourceFacts(image, promised, memory));
}

function chosenTags(tags: ReadonlyMap<Option, readonly number[]>, chosen: Options): Set<number> {
  const found = new Set<number>();
  for (const [option, of] of tags) {
    if (chosen.has(option)) { for (const tag of of) found.add(tag); }
  }
  return found;
}

function promisedOf(
  { subject, uids, ruled }: DeidentifiedImage,
  folderName: string,
  { key, profile: { options } }: Deidentification,
): Promised {
  const { patient, accession, studyID } = subject;
  const pseudonyms = [patient, `${patient}^Anonymized`, accession ?? patient, studyID];
  return {
    folderName,
    pseudonyms: new Set(pseudonyms.map((text) => text.toLowerCase())),
    uids: [uids.StudyInstanceUID, uids.SeriesInstanceUID, uids.SOPInstanceUID],
    mapUID: (uid) => mapUID(key, uid),
    retainsUIDs: options.has("retainUids"),
    daysBack: [
      ...(options.has("retainFullDates") ? [0] : []),
      ...(options.has("retainModifiedDates") ? [subject.daysBack] : []),
    ],
    rules: ruled ?? noRules,
    retained: chosenTags(retainedTags, options),
    cleaned: chosenTags(cleanedTags, options),
  };
}
