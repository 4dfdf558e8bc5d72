/**
 * Words that say nothing by themselves: neither their presence nor their absence is scored, as in
 * MIDI-B's validator, which uses a list of English stop words.
 */
const stopWords = new Set(
  `a about above after again against all am an and any are as at be because been before being below
  between both but by can did do does doing down during each few for from further had has have
  having he her here hers herself him himself his how i if in into is it its itself just me more
  most my myself no nor not now of off on once only or other our ours ourselves out over own same
  she should so some such than that the their theirs them themselves then there these they this
  those through to too under until up very was we were what when where which while who whom why
  will with you your yours yourself yourselves`.split(/\s+/),
);

/**
 * The words that are compared: in lower case, cut at spaces, with brackets, quotes, commas and
 * final full stops cut off. What is joined by `_ - / ^ + = '` or an inner full stop is one word.
 */
export function wordsOf(text: string): string[] {
  return text.toLowerCase()
    .replace(/[()[\]{}<>;@#$%&?!"`*“”‘’•]/g, " ")
    .replace(/[,:](?!\d)/g, " ")
    .split(/[\s\\]+/)
    .map((word) => word.replace(/^'+|[.']+$/g, ""))
    .filter((word) => /[\p{L}\p{N}]/u.test(word) && !stopWords.has(word));
}
