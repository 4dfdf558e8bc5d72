import { Buffer } from "node:buffer";
import table from "../../deidentify/profile/ps3.15-table-e.3.10-1.tsv" with { type: "text" };
import { ascii, type PlainElement } from "../dicom/encode_data_set.ts";

/** A row of the reference copy of PS3.15 table E.3.10-1. */
export interface SafePrivateRow {
  readonly group: number;
  /** The low byte of the element number. */
  readonly element: number;
  readonly creator: string;
  /** Empty, or two VRs with `/` between them, as in the table. */
  readonly vr: string;
}

export const safePrivateRows: readonly SafePrivateRow[] = table.trimEnd().split("\n").slice(1)
  .map((line) => {
    const [tag = "", creator = "", vr = ""] = line.split("\t");
    const [, group = "", element = ""] = /^\((....),xx(..)\)$/.exec(tag) ?? [];
    return { group: parseInt(group, 16), element: parseInt(element, 16), creator, vr };
  });

/** Where each creator of a group has its block: the first one at `firstBlock`. */
export class Blocks {
  readonly #blocks = new Map<string, number>();

  constructor(readonly firstBlock = 0x10) {}

  /** The tag of a row's element. */
  tagOf({ group, element, creator }: SafePrivateRow): number {
    return group * 0x10000 + this.#blockOf(group, creator) * 0x100 + element;
  }

  /** The creators of all rows that were asked for. */
  get creators(): PlainElement[] {
    return [...this.#blocks].map(([name, block]) => {
      const [group = "", creator = ""] = name.split("\t");
      return ascii(Number(group) * 0x10000 + block, "LO", creator);
    });
  }

  #blockOf(group: number, creator: string): number {
    const name = `${group}\t${creator}`;
    const ofGroup = [...this.#blocks.keys()].filter((one) => one.startsWith(`${group}\t`));
    const block = this.#blocks.get(name) ?? this.firstBlock + ofGroup.length;
    this.#blocks.set(name, block);
    return block;
  }
}

/** The VR that a value of a row is written with: the first one, LO where the table has none. */
export function writtenVR({ vr }: SafePrivateRow): string {
  return vr.split("/")[0] || "LO";
}

const numbers: Readonly<Record<string, readonly number[]>> = {
  FL: [0, 0, 0x80, 0x3f],
  FD: [0, 0, 0, 0, 0, 0, 0xf0, 0x3f],
  US: [7, 0],
  SS: [7, 0],
  UL: [7, 0, 0, 0],
  SL: [7, 0, 0, 0],
  AT: [8, 0, 0x60, 0],
  OB: [1, 2, 0xff, 0],
  OW: [1, 2, 0xff, 0],
};
const texts: Readonly<Record<string, string>> = {
  CS: "NO",
  DS: "1.25",
  IS: "3",
  LO: "FSE",
  SH: "FSE",
  ST: "FSE",
  LT: "FSE",
};

/** An ordinary value of a VR. */
export function ordinaryValue(vr: string): Uint8Array {
  const bytes = numbers[vr];
  return bytes ? Uint8Array.from(bytes) : Buffer.from(texts[vr] ?? "", "latin1");
}
