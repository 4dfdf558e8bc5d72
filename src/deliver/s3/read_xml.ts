import { DOMParser } from "@xmldom/xmldom";

/** An answer of an object store in XML. */
export interface XmlAnswer {
  /** The name of its root element without a prefix; empty if the answer is not XML. */
  readonly root: string;
  /** The text of the first element of this name; empty if there is none. */
  readonly text: (name: string) => string;
}

const none: XmlAnswer = { root: "", text: () => "" };

/**
 * Reads an answer of an object store. An answer that is not one complete element, or that declares
 * a document type, which no store sends and which could define entities, has no root.
 */
export function readXml(text: string): XmlAnswer {
  if (!text.includes("<") || /<!doctype/i.test(text)) return none;
  const onError = (_level: string, fault: string): never => {
    throw new SyntaxError(fault);
  };
  try {
    const document = new DOMParser({ onError }).parseFromString(text, "text/xml");
    return {
      root: document.documentElement?.localName ?? "",
      text: (name) => document.getElementsByTagNameNS("*", name).item(0)?.textContent ?? "",
    };
  } catch { // truncated, or not XML: it confirms nothing
    return none;
  }
}
