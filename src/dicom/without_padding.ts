const [nul, space] = [0, 32];

/** A value without padding: leading spaces, trailing spaces and NULs (PS3.5 6.2). */
export function withoutPadding(text: string): string {
  let [from, to] = [0, text.length];
  while (to > from && (text.charCodeAt(to - 1) === space || text.charCodeAt(to - 1) === nul)) to--;
  while (from < to && text.charCodeAt(from) === space) from++;
  return text.slice(from, to);
}
