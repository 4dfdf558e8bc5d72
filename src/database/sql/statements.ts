import type pg from "pg";
import type { Rows } from "./statement.ts";

/** Runs statements, each prepared once a connection: there are few texts, and they come again. */
export class Statements {
  readonly #names = new Map<string, string>();

  /** Without parameters the text may hold several statements, and is not prepared. */
  async run(
    connection: pg.ClientBase,
    text: string,
    parameters?: readonly unknown[],
  ): Promise<Rows> {
    if (!parameters) return rowsOf(await connection.query(text));
    return rowsOf(
      await connection.query({ name: this.#nameOf(text), text, values: [...parameters] }),
    );
  }

  #nameOf(text: string): string {
    const known = this.#names.get(text);
    if (known) return known;
    const name = `s${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }
}

/** Several statements have several results; the last one counts. */
function rowsOf(result: pg.QueryResult | pg.QueryResult[]): Rows {
  const last = Array.isArray(result) ? result.at(-1) : result;
  return Object.assign(last?.rows ?? [], { count: last?.rowCount ?? 0 });
}
