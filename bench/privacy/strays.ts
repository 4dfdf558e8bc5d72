import type { AskedImage, Planted } from "./ask_image.ts";
import type { Delivered } from "./read_delivered.ts";

/** A planted value that is still in a delivered file or its name. */
export interface Stray extends Planted {
  readonly image: number;
  readonly inName: boolean;
}

/** Planted values of an image in the bytes of its delivered file outside pixel data, and its name. */
export function straysOf(image: AskedImage, { path, rest }: Delivered): Stray[] {
  const texts = [new TextDecoder("latin1"), new TextDecoder()].map((decoder) =>
    decoder.decode(rest).toLowerCase()
  );
  const name = path.toLowerCase();
  return image.planted.flatMap(({ kind, token }) => {
    const search = token.toLowerCase();
    const inName = holds(name, search);
    if (!inName && !texts.some((text) => holds(text, search))) return [];
    return [{ kind, token, image: image.number, inName }];
  });
}

/** A short token or a number counts only where it stands alone. */
function holds(text: string, token: string): boolean {
  const mayBeJoined = token.length >= 6 && !/^\d+$/.test(token);
  for (let at = text.indexOf(token); at >= 0; at = text.indexOf(token, at + 1)) {
    if (mayBeJoined) return true;
    const around = text.slice(at - 1, at) + text.slice(at + token.length, at + token.length + 1);
    if (!/[\p{L}\p{N}]/u.test(around)) return true;
  }
  return false;
}
