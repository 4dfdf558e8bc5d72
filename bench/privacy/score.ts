import type { AskedImage } from "./ask_image.ts";
import { type Action, actions, type Check, passes, passesUndelivered } from "./criteria.ts";
import { digestOf, isVisible, numberInPixels } from "./image_pixels.ts";
import type { Delivered } from "./read_delivered.ts";
import { NewValues } from "./new_values.ts";
import { type Stray, straysOf } from "./strays.ts";

/** The number of passed checks of one kind, for all files and for delivered files. */
export interface Tally {
  passed: number;
  total: number;
  passedDelivered: number;
  totalDelivered: number;
}

/** A failed check, to be examined by a person. */
export interface Miss {
  readonly image: number;
  readonly check: Check;
  readonly found: string | undefined;
}

export interface Score {
  readonly tallies: Readonly<Record<Action, Tally>>;
  /** The part of `text_retained` and `text_removed` that concerns descriptions. */
  readonly descriptions: { readonly retained: Tally; readonly removed: Tally };
  readonly undelivered: readonly number[];
  /** The number of files that are not images of the benchmark. */
  readonly unknown: number;
  readonly strays: readonly Stray[];
  /** The number of patients and UIDs whose new value is also that of another original. */
  readonly merged: { readonly patients: number; readonly uids: number };
  /** The failed checks of delivered files. */
  readonly misses: readonly Miss[];
}

/** Scores the files that a program delivered for the given images. */
export function score(asked: readonly AskedImage[], delivered: readonly Delivered[]): Score {
  const byNumber = new Map(delivered.map((file) => [
    numberInPixels({ ...file, bytes: file.pixels }),
    file,
  ]));
  const pairs = asked.map((image) => ({ image, file: byNumber.get(image.number) }));
  const patients = new NewValues("patid_consistent", pairs);
  const uids = new NewValues("uid_consistent", pairs);
  const tallies = noTallies();
  const descriptions = { retained: noTally(), removed: noTally() };
  const misses: Miss[] = [];
  const strays: Stray[] = [];
  for (const { image, file } of pairs) {
    for (const check of image.checks) {
      const values = check.action === "patid_consistent" ? patients : uids;
      const found = file?.valueAt(check.path, check.vr);
      const isPassed = file
        ? passes(check, found, (original) => values.of(original))
        : passesUndelivered(check.action);
      count(tallies[check.action], isPassed, file !== undefined);
      if (check.isDescription) {
        const isRetention = check.action === "text_retained";
        const tally = isRetention ? descriptions.retained : descriptions.removed;
        count(tally, isPassed, file !== undefined);
      }
      if (file && !isPassed) misses.push({ image: image.number, check, found });
    }
    for (const { check, isPassed } of pixelResults(image, file)) {
      count(tallies[check.action], isPassed, file !== undefined);
      if (file && !isPassed) misses.push({ image: image.number, check, found: undefined });
    }
    if (file) strays.push(...straysOf(image, file));
  }
  const known = pairs.filter(({ file }) => file !== undefined).length;
  return {
    tallies,
    descriptions,
    strays,
    misses,
    undelivered: pairs.filter(({ file }) => !file).map(({ image }) => image.number),
    unknown: delivered.length - known,
    merged: { patients: patients.merged, uids: uids.merged },
  };
}

function pixelResults(
  { drawn, pixelDigest }: AskedImage,
  file: Delivered | undefined,
): { check: Check; isPassed: boolean }[] {
  const path = "7FE00010";
  if (drawn.length === 0) {
    const check: Check = { action: "pixels_retained", path, vr: "OW", value: "" };
    return [{ check, isPassed: file !== undefined && digestOf(file.pixels) === pixelDigest }];
  }
  return drawn.map((text) => ({
    check: { action: "pixels_hidden", path, vr: "OW", value: text.text },
    isPassed: file === undefined || !isVisible({ ...file, bytes: file.pixels }, text),
  }));
}

function noTallies(): Record<Action, Tally> {
  return Object.fromEntries(actions.map((action) => [action, noTally()])) as Record<Action, Tally>;
}

function noTally(): Tally {
  return { passed: 0, total: 0, passedDelivered: 0, totalDelivered: 0 };
}

function count(tally: Tally, isPassed: boolean, isDelivered: boolean): void {
  tally.total++;
  if (isPassed) tally.passed++;
  if (!isDelivered) return;
  tally.totalDelivered++;
  if (isPassed) tally.passedDelivered++;
}
