import { type EditedElement, type MadeElement, madeText } from "../dicom/write/edited.ts";

const most = 100;

/** Elements that this program makes, because the images of a series have most of them in common. */
export class MadeMemory {
  readonly #texts = new Map<string, MadeElement>();
  readonly #groups = new Map<string, readonly EditedElement[]>();

  /** An element of ASCII text. */
  text(tag: number, vr: string, text: string): MadeElement {
    const make = (): MadeElement => withOwnBytes(madeText(tag, vr, text));
    return remembered(this.#texts, `${tag} ${vr} ${text}`, make);
  }

  /** The elements that `make` makes; `name` names all that they depend on. */
  group(name: string, make: () => readonly EditedElement[]): readonly EditedElement[] {
    return remembered(this.#groups, name, make);
  }
}

/** Small values share a block of memory, which is freed with the last of them. */
export function withOwnBytes(made: MadeElement): MadeElement {
  return { ...made, value: new Uint8Array(made.value) };
}

function remembered<T>(known: Map<string, T>, name: string, make: () => T): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = make();
  if (known.size >= most) known.clear();
  known.set(name, made);
  return made;
}
