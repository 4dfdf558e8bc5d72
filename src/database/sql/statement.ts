import { Buffer } from "node:buffer";

/** A row as it comes, where nobody says what it holds. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of an answer; `count` also tells how many a statement without rows moved. */
export type Rows<T extends readonly object[] = Row[]> = T & { readonly count: number };

/** Runs a statement's text with its parameters; without any list of them, several statements. */
export type Run = (text: string, parameters?: readonly unknown[]) => Promise<Rows>;

/** The name of a table, column or database, quoted; of a column also `table.column`. */
export class Identifier {
  readonly text: string;

  constructor(name: string) {
    this.text = name.split(".").map((part) => `"${part.replaceAll('"', '""')}"`).join(".");
  }
}

/** A parameter of type `jsonb`. */
export class Json {
  readonly text: string;

  constructor(value: unknown) {
    this.text = JSON.stringify(value);
  }
}

interface Template {
  readonly strings: readonly string[];
  readonly parts: readonly unknown[];
}

/**
 * A statement, or a part of one: whatever stands in its template becomes a parameter, except
 * other statements and identifiers, which become part of its text. It runs when it is waited for.
 */
export class Statement<T extends readonly object[] = Row[]> implements Promise<Rows<T>>, Template {
  readonly [Symbol.toStringTag] = "Statement";
  readonly #run: Run;
  #answer: Promise<Rows<T>> | undefined;

  constructor(
    readonly strings: readonly string[],
    readonly parts: readonly unknown[],
    run: Run,
  ) {
    this.#run = run;
  }

  then<A = Rows<T>, B = never>(
    onAnswer?: ((rows: Rows<T>) => A | PromiseLike<A>) | null,
    onFault?: ((fault: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#execute().then(onAnswer, onFault);
  }

  catch<B = never>(
    onFault?: ((fault: unknown) => B | PromiseLike<B>) | null,
  ): Promise<Rows<T> | B> {
    return this.#execute().catch(onFault);
  }

  finally(onEnd?: (() => void) | null): Promise<Rows<T>> {
    return this.#execute().finally(onEnd);
  }

  #execute(): Promise<Rows<T>> {
    return this.#answer ??= this.#send();
  }

  async #send(): Promise<Rows<T>> {
    const parameters: unknown[] = [];
    const rows = await this.#run(textOf(this, parameters), parameters);
    return rows as unknown as Rows<T>;
  }
}

function textOf({ strings, parts }: Template, parameters: unknown[]): string {
  return strings.reduce((text, string, index) =>
    text + sqlOf(parts[index - 1], parameters) + string
  );
}

function sqlOf(part: unknown, parameters: unknown[]): string {
  if (part instanceof Statement) return textOf(part, parameters);
  if (part instanceof Identifier) return part.text;
  if (part instanceof Json) return `$${parameters.push(part.text)}::jsonb`;
  return `$${parameters.push(toParameter(part))}`;
}

/** Times go as UTC, whatever the time zone of this process; nothing else is interpreted. */
function toParameter(value: unknown): unknown {
  if (value === undefined) throw new TypeError("a parameter of a statement is undefined");
  if (value instanceof Date) return value.toISOString();
  return value instanceof Uint8Array ? Buffer.from(value) : value;
}
