/** Goes forward only: a pattern for whole UIDs takes time that grows with the square of digits. */
const digitsAndDots = /[\d.]+/g;
const fewestNumbers = 3;

/** What is written like a UID in a text, three numbers with dots between at least, and where. */
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

/** Where the digits that begin at `at` end. */
function end(run: string, at: number): number {
  const dot = run.indexOf(".", at);
  return dot < 0 ? run.length : dot;
}
