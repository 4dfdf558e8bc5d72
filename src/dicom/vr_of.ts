import { impliedVR } from "./dictionary.ts";
import type { Element } from "./element.ts";

/** The VR of an element; from the dictionary if the file says UN. */
export function vrOf({ tag, vr }: Pick<Element, "tag" | "vr">): string {
  return vr === "UN" ? impliedVR(tag) : vr;
}
