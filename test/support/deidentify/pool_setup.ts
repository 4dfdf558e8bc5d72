/** What a pool of image threads needs at least: a key, and no option, recipe or quarantine. */
export const poolSetup = {
  keys: [new Uint8Array(32)],
  options: [],
  recipe: undefined,
  quarantine: undefined,
  gate: "image",
  filesAtOnce: 8,
} as const;
