import { impliedVR } from "./dictionary.ts";
import type { Element } from "./element.ts";

/** The VR of an element, from the dictionary where none is known. */
export function vrOf({ tag, vr }: Pick<Element, "tag" | "vr">): string {
  return vr === "UN" ? impliedVR(tag) : vr;
}
