import { tagHex } from "../dictionary.ts";
import { type ElementMemory, originOf } from "../element_memory.ts";
import type { Header } from "../read/header.ts";
import { type EditedElement, tagOfEdited } from "./edited.ts";
import { type JsonElement, jsonElement } from "./json_model.ts";

/** An element of the DICOM JSON Model (PS3.18 F.2), and its text. */
export interface DescribedElement {
  /** Undefined for bulk data, which the model does not have. */
  readonly json: JsonElement | undefined;
  /** With its tag: `"00080060":{"vr":"CS","Value":["CT"]}`; empty for bulk data. */
  readonly text: string;
}

/** An edited data set in the DICOM JSON Model. */
export interface DescribedDataSet {
  readonly text: string;
  /** A top-level element. */
  readonly find: (tag: number) => JsonElement | undefined;
}

/**
 * Describes an edited data set in the DICOM JSON Model, in the order of its tags, without bulk data
 * (see `jsonModel`). `memory` has the descriptions of elements that an image before had too.
 */
export function describeElements(
  header: Header,
  elements: readonly EditedElement[],
  memory?: ElementMemory<DescribedElement>,
): DescribedDataSet {
  const { encoding, characters } = header;
  const { littleEndian, explicitVR } = encoding;
  const known = memory?.resultsFor(`${littleEndian} ${explicitVR} ${characters.terms}`);
  const found = new Map<number, DescribedElement>();
  for (const element of elements) {
    const origin = "kept" in element ? originOf(element.kept) : element;
    const earlier = known?.get(origin);
    const described = earlier ?? describe(header, element);
    if (!earlier) known?.set(origin, described);
    found.set(tagOfEdited(element), described);
  }
  const texts: string[] = [];
  for (const { text } of found.values()) if (text !== "") texts.push(text);
  return { text: `{${texts.join(",")}}`, find: (tag) => found.get(tag)?.json };
}

function describe(header: Header, element: EditedElement): DescribedElement {
  const json = jsonElement(header, element, header.encoding, header.characters);
  const text = json ? `"${tagHex(tagOfEdited(element))}":${JSON.stringify(json)}` : "";
  return { json, text };
}
