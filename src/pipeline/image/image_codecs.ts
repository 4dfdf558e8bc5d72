import { CodecHolder, type CodecPaths, codecsPath } from "../../pixels/codecs/codec_libraries.ts";
import type { Recipe } from "../../recipe/recipe.ts";

/** The codecs of a thread; undefined if no rule can redact pixels. They are not loaded yet. */
export function codecsFor(
  recipes: readonly Recipe[],
  path: CodecPaths = codecsPath(),
): CodecHolder | undefined {
  const rules = recipes.flatMap(({ filters }) => filters.flatMap((group) => group.rules));
  return rules.some(({ coordinates }) => coordinates.length > 0)
    ? new CodecHolder(path)
    : undefined;
}

/**
 * Calls `process` with the codecs loaded: before the first image, and again after a stream has
 * damaged their memory. Nothing else runs between loading and the call.
 */
export async function withCodecs<T>(
  { codecs: holder }: { readonly codecs?: CodecHolder | undefined },
  process: () => Promise<T>,
): Promise<T> {
  while (holder && !holder.codecs) await holder.load();
  return await process();
}
