import type { Decision } from "./decision.ts";

const keep: Decision = {
  action: "K",
  otherwise: "X",
  because: "no row in table E.1-1",
  option: undefined,
};
const groupLength: Decision = { ...keep, action: "X", because: "group length (PS3.5 7.2)" };
const unknown: Decision = { ...keep, action: "X", because: "not in PS3.6" };
const foreign: Decision = {
  ...keep,
  action: "X",
  because: "belongs in a message, file meta or a directory (PS3.5 7.1)",
};
const undecided: Decision = {
  ...keep,
  action: "X",
  because: "no table has a row for it, and it may contain text",
};

/** Value representations (PS3.5 6.2) that can name a person, an organisation or a day. */
const tellingVRs = new Set(
  "AE,AS,DA,DT,LO,LT,OB,PN,SH,ST,TM,UC,UI,UN,UR,UT".split(","),
);

/**
 * What is done to a standard attribute that neither table E.1-1 nor this program's own table
 * lists. `vr` is that of PS3.6, undefined for an attribute that PS3.6 does not have.
 */
export function withoutRow(tag: number, vr: string | undefined): Decision {
  if ((tag & 0xffff) === 0) return groupLength;
  if (tag >>> 16 <= 6) return foreign;
  if (vr === undefined) return unknown;
  return tellingVRs.has(vr) ? undecided : keep;
}
