import { isPixelData } from "../../dicom/element.ts";
import { type ElementMemory, originOf } from "../../dicom/element_memory.ts";
import type { ImageHeader } from "../../dicom/read/image_facts.ts";
import { SkippedFileError } from "../../model/errors.ts";
import { type ElementFacts, elementFacts, nothing } from "./element_facts.ts";
import { type IdentifyingValue, IdentifyingValues } from "./identifying_values.ts";
import type { Promised } from "./promised.ts";
import { typeOneTags } from "./type_1.ts";

/** What the gate expects of an output, derived from its source. */
export interface SourceFacts extends Promised {
  /** Attributes whose content the site decided about. */
  readonly left: ReadonlySet<number>;
  readonly values: readonly IdentifyingValue[];
  /** UIDs that the output may contain. */
  readonly allowedUIDs: ReadonlySet<string>;
  /** Replaced UIDs of the source, which must not be anywhere in the output. */
  readonly goneUIDs: ReadonlySet<string>;
  /** Those of study and series. */
  readonly sharedUIDs: readonly string[];
  /** Days (`YYYYMMDD`) that the output may contain. */
  readonly days: ReadonlySet<string>;
  /** Type 1 attributes that have a value in the source. */
  readonly required: readonly number[];
  readonly pixelTag: number | undefined;
  /** Approximate size of the output's header, in bytes. */
  readonly headerSize: number;
}

const readAhead = 4096;
/** The most UIDs of one image, including removed ones; ordinary images refer to some thousands. */
const mostUIDs = 50_000;

/**
 * Reads from the header of the source what the gate expects of the output. `memory` has what the
 * elements say that an image before had too; it belongs to one key and one set of options. Throws
 * SkippedFileError TOO_COMPLEX if it has more UIDs or identifying values than an ordinary file.
 */
export function sourceFacts(
  { header, facts }: ImageHeader,
  promised: Promised,
  memory?: ElementMemory<ElementFacts>,
): SourceFacts {
  const { rules, retainsUIDs, uids, daysBack } = promised;
  const hasRules = rules.kept.size + rules.made.size > 0;
  const left = hasRules ? rules.kept.union(rules.made) : rules.kept;
  const silent = hasRules ? rules.kept.union(promised.retained) : promised.retained;
  const context = [header.characters.terms, retainsUIDs, ...daysBack].join(" ");
  const known = hasRules ? undefined : memory?.resultsFor(context);
  const [allowed, gone, days] = [new Set<string>(uids), new Set<string>(), new Set<string>()];
  const [staying, seen] = [new Set<string>(), new Set<string>()];
  const values = new IdentifyingValues();
  for (const element of header.elements) {
    const origin = originOf(element);
    const earlier = known?.get(origin);
    const found = earlier ?? elementFacts(header, element, promised, left, silent);
    if (!earlier) known?.set(origin, found);
    if (found === nothing) continue;
    for (const { uid, mapped, fate } of found.uids) {
      if (seen.add(uid).size > mostUIDs) throw tooManyUIDs();
      allowed.add(mapped);
      if (fate === "stays") staying.add(uid.toLowerCase());
      if (fate === "gone") gone.add(uid);
    }
    for (const day of found.days) days.add(day);
    values.add(found.values);
  }
  const pixels = header.elements.findLast(({ tag }) => isPixelData(tag));
  const hasValue = (tag: number): boolean => {
    const element = header.find(tag);
    return element !== undefined && element.valueEnd > element.valueStart;
  };
  const goneUIDs = new Set(gone.values().filter((uid) => !staying.has(uid) && !allowed.has(uid)));
  const shared = [facts.studyInstanceUID ?? "", facts.seriesInstanceUID ?? ""];
  const pixelBytes = pixels ? pixels.end - pixels.valueStart : 0;
  return {
    ...promised,
    left,
    values: values.all(),
    allowedUIDs: allowed.union(staying),
    goneUIDs,
    sharedUIDs: shared.filter((uid) => goneUIDs.has(uid)),
    days,
    required: typeOneTags(facts.ownSOPClassUID).filter(hasValue),
    pixelTag: pixels?.tag,
    headerSize: Math.max(0, header.fileSize - pixelBytes) + readAhead,
  };
}

function tooManyUIDs(): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", `it has more than ${mostUIDs} UIDs`);
}
