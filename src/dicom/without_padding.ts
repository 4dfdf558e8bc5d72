const [nul, space] = [0, 32];

/** A value without what may pad it: spaces before it, spaces and NULs behind it (PS3.5 6.2). */
export function withoutPadding(text: string): string {
  let [from, to] = [0, text.length];
  while (to > from && (text.charCodeAt(to - 1) === space || text.charCodeAt(to - 1) === nul)) to--;
  while (from < to && text.charCodeAt(from) === space) from++;
  return text.slice(from, to);
}
