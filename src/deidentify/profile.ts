import { dictionaryEntry } from "../dicom/dictionary.ts";
import { attributeType } from "./attribute_type.ts";
import type { Option, Options } from "./options.ts";
import { PrivateTable } from "./private/private_table.ts";
import { profileRow } from "./profile_table.ts";
import { withoutRow } from "./without_row.ts";

/** PS3.15 E.1: remove, empty, dummy, map the UIDs, keep, clean. */
export type Action = "X" | "Z" | "D" | "U" | "K" | "C";

/** What happens to an element, and why. */
export interface Decision {
  readonly action: Action;
  /** What is done where there is nothing left after cleaning. */
  readonly otherwise: "X" | "Z" | "D";
  /** The row, option or rule it comes from. */
  readonly because: string;
  readonly option: Option | undefined;
}

/**
 * The Basic Application Level Confidentiality Profile with options (PS3.15 E.2, E.3). Where
 * several options speak of an attribute, cleaning wins over keeping: what one option retains,
 * another may still have to shift or clean.
 */
export class Profile {
  readonly #known = new Map<number, Decision>();

  constructor(
    readonly options: Options,
    /** The private elements that the Retain Safe Private Option keeps. */
    readonly privateTable: PrivateTable = new PrivateTable(),
  ) {}

  /** Decides about a standard element, whatever its depth. `sopClassUID` is the data set's. */
  decide(tag: number, sopClassUID: string | undefined): Decision {
    const type = attributeType(tag, sopClassUID);
    if (type !== undefined) return this.#decide(tag, type);
    const known = this.#known.get(tag);
    if (known) return known;
    const decision = this.#decide(tag, undefined);
    if (this.#known.size < 10_000) this.#known.set(tag, decision);
    return decision;
  }

  #decide(tag: number, type: 2 | 3 | undefined): Decision {
    const row = profileRow(tag);
    if (!row) return withoutRow(tag, dictionaryEntry(tag)?.vr);
    const basic = resolve(row.basic, type);
    const otherwise = basic === "U" ? "D" : basic === "K" ? "X" : basic;
    const chosen = [...row.options].filter(([option]) => this.options.has(option));
    const [option, action] = chosen.find(([, action]) => action === "C") ?? chosen[0] ?? [];
    if (option && action) {
      return { action, otherwise, because: `${row.source}, ${option}: ${action}`, option };
    }
    const known = type === undefined || row.basic === basic ? "" : `, type ${type}`;
    return {
      action: basic,
      otherwise,
      because: `${row.source}: ${row.basic}${known}`,
      option: undefined,
    };
  }
}

/**
 * One of a row's alternatives: the first that the attribute's type allows; where the type is
 * not known, the last, which every type allows and which tells as little as the others.
 */
function resolve(basic: string, type: 2 | 3 | undefined): "X" | "Z" | "D" | "U" | "K" {
  const alternatives = basic.replace("*", "").split("/");
  const last = alternatives.at(-1);
  const allowed = type === 3 ? alternatives[0] : alternatives.find((one) => one !== "X");
  const chosen = type === undefined || last === "U" ? last : allowed;
  if (chosen === "X" || chosen === "Z" || chosen === "D") return chosen;
  if (chosen === "U" || chosen === "K") return chosen;
  throw new TypeError(`no table has an action ${basic}`);
}
