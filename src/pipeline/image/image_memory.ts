import { MadeMemory } from "../../deidentify/made_memory.ts";
import type { RepeatedEdit } from "../../deidentify/repeated_edits.ts";
import { ElementMemory } from "../../dicom/element_memory.ts";
import type { EarlierHeader } from "../../dicom/read/earlier_header.ts";
import type { DescribedElement } from "../../dicom/write/describe_elements.ts";
import type { ElementFacts } from "../../gate/facts/element_facts.ts";

/**
 * What a thread keeps of the image before, for one key: the images of a series have most of their
 * elements in common, and only the others need work.
 */
export class ImageMemory {
  /** The elements of its header. */
  header: EarlierHeader | undefined;
  readonly edits = { elements: new ElementMemory<RepeatedEdit>(), made: new MadeMemory() };
  readonly facts = new ElementMemory<ElementFacts>();
  readonly descriptions = new ElementMemory<DescribedElement>();
}
