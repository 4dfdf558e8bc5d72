/** Written without a pattern for whole UIDs, which would take quadratic time on long digit runs. */
const digitsAndDots = /[\d.]+/g;
const fewestNumbers = 3;

/**
 * Yields everything in a text that looks like a UID (three or more numbers joined by dots), with
 * its offset.
 */
export function* dottedNumbers(text: string): Generator<readonly [written: string, at: number]> {
  for (const { 0: run, index } of text.matchAll(digitsAndDots)) {
    let [start, numbers] = [0, 0];
    for (let at = 0; at <= run.length; at = end(run, at) + 1) {
      const isNumber = end(run, at) > at;
      if (isNumber) {
        if (numbers++ === 0) start = at;
        if (end(run, at) < run.length) continue;
      }
      const to = isNumber ? run.length : at - 1;
      if (numbers >= fewestNumbers) yield [run.slice(start, to), index + start];
      numbers = 0;
    }
  }
}

/** The end of the run of digits that starts at `at`. */
function end(run: string, at: number): number {
  const dot = run.indexOf(".", at);
  return dot < 0 ? run.length : dot;
}
