import type { Option } from "./options.ts";

/** PS3.15 E.1: remove, empty, dummy, map the UIDs, keep, clean. */
export type Action = "X" | "Z" | "D" | "U" | "K" | "C";

/** The action for an element, and the reason. */
export interface Decision {
  readonly action: Action;
  /** The action if cleaning leaves nothing. */
  readonly otherwise: "X" | "Z" | "D";
  /** The row, option or rule it comes from. */
  readonly because: string;
  readonly option: Option | undefined;
}
