import { vocabulary } from "./vocabulary.ts";

const quantity = /^\d{1,3}(\.\d{1,3})?(mm|cm|ml|mg|ms|s|sec|kv|kvp|ma|mas|hz|mhz|t|deg|min|x)$/;

/**
 * What a text says in the words of radiology (PS3.15 E.3.3): words of the vocabulary and
 * quantities with their unit stay, all else goes. An allow-list, so what nobody thought of is
 * removed, not kept.
 */
export function cleanText(text: string): string {
  const words = text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+(\.\d+\p{L}*)?/gu) ?? [];
  return words.filter((word) => vocabulary.has(word) || quantity.test(word)).join(" ");
}
