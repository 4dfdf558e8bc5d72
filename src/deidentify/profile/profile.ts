import { dictionaryEntry } from "../../dicom/dictionary.ts";
import * as Tag from "../../dicom/tag.ts";
import { type AttributePlace, type AttributeType, attributeType } from "./attribute_type.ts";
import { type Decision, withoutRow } from "./decision.ts";
import type { Options } from "./options.ts";
import { PrivateTable } from "./private_table.ts";
import { profileRow } from "./profile_table.ts";

const attributeTypes: readonly (AttributeType | undefined)[] = [
  undefined,
  "1",
  "1C",
  "2",
  "2C",
  "3",
];

/** The other attributes of a data set or item. */
export interface Siblings {
  has(tag: number): boolean;
}

/**
 * The Basic Application Level Confidentiality Profile with options (PS3.15 E.2, E.3). If several
 * options apply to an attribute, cleaning has priority over keeping, because what one option
 * retains, another may have to shift or clean.
 */
export class Profile {
  /** By tag and type: eight places for each tag. */
  readonly #known = new Map<number, Decision>();

  constructor(
    readonly options: Options,
    /** The private elements that the Retain Safe Private Option keeps. */
    readonly privateTable: PrivateTable = new PrivateTable(),
  ) {}

  /** Decides about a standard element, at the top of a data set or in an item. */
  decide(tag: number, place: AttributePlace & Siblings): Decision {
    const decision = this.#decideAlone(tag, place);
    if (!isInPair(tag)) return decision;
    return together(
      tag,
      decision,
      (other) => place.has(other) ? this.#decideAlone(other, place) : undefined,
    );
  }

  #decideAlone(tag: number, place: AttributePlace): Decision {
    const type = attributeType(tag, place);
    const key = tag * 8 + attributeTypes.indexOf(type);
    const known = this.#known.get(key);
    if (known) return known;
    const decision = this.#decide(tag, type);
    if (this.#known.size < 10_000) this.#known.set(key, decision);
    return decision;
  }

  #decide(tag: number, type: AttributeType | undefined): Decision {
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
 * One alternative of a row: the first that the type of the attribute allows; if the type is not
 * known, the last, which every type allows and which reveals as little as the others. UIDs of
 * references (`X/Z/U*`) are always mapped, because they refer to objects that are de-identified
 * too. Attributes that an IOD requires are not removed by a row X (types 1 and 2) nor emptied by a
 * row Z (type 1).
 */
function resolve(basic: string, type: AttributeType | undefined): "X" | "Z" | "D" | "U" | "K" {
  const alternatives = basic.replace("*", "").split("/");
  const last = alternatives.at(-1);
  const first = [...alternatives, ...required[basic] ?? []].find((one) =>
    type !== undefined && allows(type, one)
  );
  const chosen = last === "U" ? last : first ?? last;
  if (chosen === "X" || chosen === "Z" || chosen === "D") return chosen;
  if (chosen === "U" || chosen === "K") return chosen;
  throw new TypeError(`no table has an action ${basic}`);
}

/** The replacement of X and Z if the type forbids them. */
const required: Readonly<Record<string, readonly string[]>> = { X: ["Z", "D"], Z: ["D"] };

/**
 * Whether an attribute of a type may be removed (X), or be empty (Z). A condition (1C, 2C) is
 * taken to hold where the source has the attribute (PS3.5 7.4).
 */
function allows(type: AttributeType, action: string): boolean {
  if (action === "X") return type === "3";
  return action !== "Z" || !type.startsWith("1");
}

/**
 * Attributes that may be present only beside another, which table E.1-1 treats otherwise (PS3.3,
 * type 1C): the first is removed where the second is. Where an option keeps the first, the second
 * gets a dummy instead.
 */
export const pairs = [
  {
    dependent: {
      tag: Tag.ResponsiblePersonRole,
      keyword: "ResponsiblePersonRole",
      clause: "C.7.1.1",
    },
    needed: { tag: Tag.ResponsiblePerson, keyword: "ResponsiblePerson" },
  },
  {
    dependent: {
      tag: Tag.ClinicalTrialProtocolEthicsCommitteeName,
      keyword: "ClinicalTrialProtocolEthicsCommitteeName",
      clause: "C.7.1.3",
    },
    needed: {
      tag: Tag.ClinicalTrialProtocolEthicsCommitteeApprovalNumber,
      keyword: "ClinicalTrialProtocolEthicsCommitteeApprovalNumber",
    },
  },
] as const;

const neededBy = new Map<number, { tag: number; keyword: string }>(
  pairs.map(({ dependent, needed }) => [dependent.tag, needed]),
);
const dependentOn = new Map<number, number>(
  pairs.map(({ dependent, needed }) => [needed.tag, dependent.tag]),
);

/** Whether the decision on an attribute has regard to another. */
export function isInPair(tag: number): boolean {
  return neededBy.has(tag) || dependentOn.has(tag);
}

/**
 * The decision on an attribute with regard to one that it must stay together with. `decide` gives
 * the decision on another attribute of the same data set or item; undefined where it is absent.
 */
function together(
  tag: number,
  decision: Decision,
  decide: (tag: number) => Decision | undefined,
): Decision {
  const dependent = dependentOn.get(tag);
  if (dependent !== undefined && decision.action === "X" && isKeptByOption(decide(dependent))) {
    return {
      ...decision,
      action: "D",
      because: `${decision.because}, but another attribute needs it`,
    };
  }
  const partner = neededBy.get(tag);
  if (!partner || decision.action === "X" || isKeptByOption(decision)) return decision;
  if (decide(partner.tag)?.action !== "X") return decision;
  return { ...decision, action: "X", because: `removed together with ${partner.keyword}` };
}

function isKeptByOption(decision: Decision | undefined): boolean {
  return decision?.action === "K" && decision.option !== undefined;
}
