import type postgres from "postgres";

/** A row with undeclared columns. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of an answer; `count` is the number of rows returned or changed. */
export type Rows<T extends readonly object[] = Row[]> = T & { readonly count: number };

/** Runs a part as a complete statement. */
export type Run = (part: Part) => Promise<Rows>;

/** A part of a statement, which the driver converts to text and parameters for one client. */
export class Part {
  constructor(readonly on: (client: postgres.Sql) => unknown) {}
}

/**
 * A statement, or a part of another one, in the form of the driver's template. It runs when it is
 * awaited, on a free connection.
 */
export class Statement<T extends readonly object[] = Row[]> extends Part
  implements Promise<Rows<T>> {
  readonly [Symbol.toStringTag] = "Statement";
  readonly #run: Run;
  readonly #origin: { readonly stack?: string } = {};
  #answer: Promise<Rows<T>> | undefined;

  constructor(strings: TemplateStringsArray, values: readonly unknown[], run: Run) {
    super((client) => client(strings, ...values.map((value) => valueOn(client, value))));
    this.#run = run;
    Error.captureStackTrace(this.#origin, Statement);
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

  /**
   * Answers arrive asynchronously, so the stack of an error does not show the caller; it is added
   * here.
   */
  async #send(): Promise<Rows<T>> {
    try {
      return await this.#run(this) as unknown as Rows<T>;
    } catch (fault) {
      if (fault instanceof Error) showOrigin(fault, this.#origin);
      throw fault;
    }
  }
}

/** Gives an error the stack of the caller; it is computed when it is read, as V8 does. */
function showOrigin(fault: Error, origin: { readonly stack?: string }): void {
  const { name } = fault;
  Object.defineProperty(fault, "stack", {
    configurable: true,
    get: () => `${name}\n${origin.stack?.replace(/^.*\n/, "") ?? ""}`,
  });
}

/**
 * Declared as `never`, because the driver's types do not allow values whose type is decided at run
 * time.
 */
function valueOn(client: postgres.Sql, value: unknown): never {
  return (value instanceof Part ? value.on(client) : value) as never;
}

/**
 * The array types of parameters. The driver can query them on each connection, but an error of that
 * query would end the process.
 */
export const arrayTypes: Readonly<Record<string, postgres.PostgresType<readonly unknown[]>>> = {
  texts: arrayType(1009),
  integers: arrayType(1007),
  bigIntegers: arrayType(1016),
  floats: arrayType(1022),
};

/**
 * A selected timestamp remains a text and never becomes a Date: its form depends on the DateStyle
 * of the session, which a site may set. Statements select it in a fixed form (`isoTime`).
 */
export const timestampType: postgres.PostgresType<Date | string> = {
  to: 1184,
  from: [1082, 1114, 1184],
  serialize: (time) => time instanceof Date ? time.toISOString() : time,
  parse: (text) => text,
};

function arrayType(oid: number): postgres.PostgresType<readonly unknown[]> {
  return { to: oid, from: [], serialize: arrayText, parse: (text) => text };
}

/** `{1,2}`, `{"a","say \"b\""}` (PostgreSQL 8.15.6). */
function arrayText(values: readonly unknown[]): string {
  const texts = values.map((value) =>
    value === null ? "null" : `"${String(value).replaceAll(/[\\"]/g, "\\$&")}"`
  );
  return `{${texts.join(",")}}`;
}
