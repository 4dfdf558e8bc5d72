import { type EditedElement, type MadeElement, madeText } from "../dicom/write/edited.ts";

const most = 200;

/** Elements that this program makes, because the images of a series have most of them in common. */
export class MadeMemory {
  readonly #texts = new Map<string, MadeElement>();
  readonly #groups = new Map<string, readonly EditedElement[]>();

  /** An element of ASCII text. */
  text(tag: number, vr: string, text: string): MadeElement {
    return remembered(this.#texts, `${tag} ${vr} ${text}`, () => madeText(tag, vr, text));
  }

  /** The elements that `make` makes; `name` names all that they depend on. */
  group(name: string, make: () => readonly EditedElement[]): readonly EditedElement[] {
    return remembered(this.#groups, name, make);
  }
}

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= most) known.clear();
  known.set(name, made);
  return made;
}
