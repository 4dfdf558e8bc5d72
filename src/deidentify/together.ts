import type { Decision } from "./decision.ts";
import * as Tag from "../dicom/tag.ts";

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
export function together(
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
