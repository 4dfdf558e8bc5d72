import { impliedVR } from "../dicom/dictionary.ts";
import type { Element } from "../dicom/element.ts";
import { isPixelData } from "../dicom/pixel_data.ts";
import type { Header } from "../dicom/header.ts";
import { latinText } from "../dicom/latin_text.ts";
import { vrOf } from "../dicom/vr_of.ts";
import { SkippedFileError } from "../errors.ts";
import { daysIn, shiftedDay } from "./days.ts";
import { type IdentifyingValue, identifyingValues } from "./identifying_values.ts";
import { typeOneTags } from "./type_1.ts";
import { valuesIn } from "./values_in.ts";

/** Attributes by what rules of a site did to them: their decision, not the gate's. */
export interface Ruled {
  /** As they are in the source. */
  readonly kept: ReadonlySet<number>;
  readonly made: ReadonlySet<number>;
  readonly removed: ReadonlySet<number>;
}

/** How an image was to be de-identified, as far as its output can be held against it. */
export interface Promised {
  /** The name of the folder it came in. */
  readonly folderName: string;
  /** Of study, series and instance, as they leave. */
  readonly uids: readonly [study: string, series: string, instance: string];
  /** What stands for a UID of the source. */
  readonly mapUID: (uid: string) => string;
  readonly retainsUIDs: boolean;
  /** By how many days dates may have moved back; 0 where they stay, none where none may leave. */
  readonly daysBack: readonly number[];
  /** Attributes that rules of the site spoke of. */
  readonly rules: Ruled;
  /** Attributes that an option retains. */
  readonly retained: ReadonlySet<number>;
  /** Whole values that stand for the patient, the study and the order: letters and digits of a hash. */
  readonly pseudonyms?: ReadonlySet<string>;
  /** Attributes whose texts an option cleans; none where it is left out. */
  readonly cleaned?: ReadonlySet<number>;
}

/** What a source says of how its output has to be. */
export interface SourceFacts extends Promised {
  /** Attributes whose content is the site's decision. */
  readonly left: ReadonlySet<number>;
  readonly values: readonly IdentifyingValue[];
  /** UIDs the output may hold. */
  readonly allowedUIDs: ReadonlySet<string>;
  /** UIDs of the source's instances that must not be anywhere in the output. */
  readonly goneUIDs: ReadonlySet<string>;
  /** Of those, the ones of study and series. */
  readonly sharedUIDs: readonly string[];
  /** Days (`YYYYMMDD`) the output may hold. */
  readonly days: ReadonlySet<string>;
  /** Type 1 attributes that the source has with a value. */
  readonly required: readonly number[];
  readonly pixelTag: number | undefined;
  /** About where the output's header ends. */
  readonly headerSize: number;
}

const standardRoot = "1.2.840.10008.";
/** UIDs that name classes, syntaxes and code lists, of which table E.1-1 does not speak. */
const classUIDs = new Set([
  ...[0x00080016, 0x0008001a, 0x0008001b, 0x00080062, 0x0008010c, 0x0008010d, 0x00080117],
  ...[0x00080118, 0x0008040e, 0x00081150, 0x0008115a, 0x00083002, 0x00089123, 0x00340003],
  ...[0x0040e011, 0x0040e030, 0x0040e031, 0x00687004, 0x00701904, 0x0072007f, 0x04000010],
  ...[0x04000510, 0x3010001f, 0x30100052, 0x30100053],
]);
/** Dates and times of which table E.1-1 does not speak. */
const datesThatStay = new Set([
  ...[0x00141020, 0x00143076, 0x00144076, 0x00144078, 0x0014407a, 0x00080404],
  ...[0x00080416, 0x0008041f, 0x40101025, 0x40101026, 0x4010102b, 0x40101041],
]);
const uidVRs = new Set(["SQ", "UI"]);
const readAhead = 4096;
/** Of one image, those in what is removed included; honest ones refer to some thousand instances. */
const mostUIDs = 50_000;

/**
 * Reads what an output is held against from the header of its source. Throws SkippedFileError
 * TOO_COMPLEX where it has more UIDs or identifying values than any honest file.
 */
export function sourceFacts(header: Header, promised: Promised): SourceFacts {
  const { rules, mapUID, retainsUIDs, uids } = promised;
  const left = rules.kept.union(rules.made);
  const [allowed, gone, days] = [new Set<string>(uids), new Set<string>(), new Set<string>()];
  const [staying, seen] = [new Set<string>(), new Set<string>()];
  visit(header.elements, (element) => {
    const { tag } = element;
    const vr = vrOf(element);
    if (isUID(tag, vr)) {
      for (const uid of valuesOf(header, element)) {
        if (seen.add(uid).size > mostUIDs) throw tooManyUIDs();
        allowed.add(mapUID(uid));
        if (vr !== "UI") continue;
        const stays = namesClass(tag) || uid.startsWith(standardRoot) || left.has(tag);
        if (stays || retainsUIDs) staying.add(uid.toLowerCase());
        else gone.add(uid);
      }
    } else if (vr === "DA" || vr === "DT") {
      for (const value of valuesOf(header, element)) {
        const moves = datesThatStay.has(tag) ? [0] : promised.daysBack;
        for (const day of daysIn(value)) {
          for (const back of moves) days.add(shiftedDay(day, -back) ?? "");
        }
      }
    }
  });
  const pixels = header.elements.findLast(({ tag }) => isPixelData(tag));
  const hasValue = (tag: number): boolean => {
    const element = header.find(tag);
    return element !== undefined && element.valueEnd > element.valueStart;
  };
  const goneUIDs = new Set([...gone].filter((uid) => !staying.has(uid) && !allowed.has(uid)));
  const shared = [0x0020000d, 0x0020000e].map((tag) => header.ascii(tag) ?? "");
  const pixelBytes = pixels ? pixels.end - pixels.valueStart : 0;
  return {
    ...promised,
    left,
    values: identifyingValues(header, rules.kept.union(promised.retained)),
    allowedUIDs: new Set([...allowed, ...staying]),
    goneUIDs,
    sharedUIDs: shared.filter((uid) => goneUIDs.has(uid)),
    days,
    required: typeOneTags(header.ascii(0x00080016)).filter(hasValue),
    pixelTag: pixels?.tag,
    headerSize: Math.max(0, header.fileSize - pixelBytes) + readAhead,
  };
}

/** Whether an attribute's UIDs name classes, syntaxes or code lists, and no instance. */
export function namesClass(tag: number): boolean {
  return classUIDs.has(tag);
}

function tooManyUIDs(): SkippedFileError {
  return new SkippedFileError("TOO_COMPLEX", `it has more than ${mostUIDs} UIDs`);
}

/** What the profile may take for a UID: also what has a wrong VR, or one that nobody knows. */
function isUID(tag: number, vr: string): boolean {
  return vr === "UI" || vr === "UN" || uidVRs.has(impliedVR(tag));
}

function visit(elements: readonly Element[], see: (leaf: Element) => void): void {
  for (const element of elements) {
    if (!element.items) see(element);
    else for (const item of element.items) visit(item.elements, see);
  }
}

const longest = 64 << 10;

function valuesOf(header: Header, element: Element): string[] {
  if (element.valueEnd - element.valueStart > longest) return [];
  return valuesIn(latinText(header.value(element)));
}
