import type { RuledTags } from "../../model/image.ts";

/** How an image should have been de-identified, as far as the gate can check it. */
export interface Promised {
  /** The name of the source folder. */
  readonly folderName: string;
  /** The UIDs of study, series and instance in the output. */
  readonly uids: readonly [study: string, series: string, instance: string];
  /** Returns the UID that replaces a UID of the source. */
  readonly mapUID: (uid: string) => string;
  readonly retainsUIDs: boolean;
  /**
   * Permitted shifts of dates, in days back; 0 if dates are retained, empty if they are removed.
   */
  readonly daysBack: readonly number[];
  /** Attributes that rules of the site changed. */
  readonly rules: RuledTags;
  /** Attributes that an option retains. */
  readonly retained: ReadonlySet<number>;
  /** Pseudonyms of patient, study and order: whole values made of letters and digits of a hash. */
  readonly pseudonyms?: ReadonlySet<string>;
  /** Attributes whose texts an option cleans. */
  readonly cleaned?: ReadonlySet<number>;
}
