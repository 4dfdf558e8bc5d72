/** The tags that header rules of the site changed. The gate accepts these decisions. */
export interface RuledTags {
  /** Kept as they are in the source. */
  readonly kept: ReadonlySet<number>;
  /** Given a new value. */
  readonly made: ReadonlySet<number>;
  readonly removed: ReadonlySet<number>;
}
