import { dirname, join, normalize } from "node:path/posix";

/** The text of every file by its path from the root, and the syntax of the modules among them. */
export interface SourceTree {
  readonly files: ReadonlyMap<string, string>;
  readonly modules: ReadonlyMap<string, SourceModule>;
}

/** What the checks need to know of one `.ts` or `.tsx` file. Lines count from 1. */
export interface SourceModule {
  readonly path: string;
  readonly lines: readonly string[];
  readonly imports: readonly Import[];
  readonly texts: readonly SourceText[];
  readonly functions: readonly SourceFunction[];
  /** Array and object literals that are spread into another literal or into arguments. */
  readonly spreadLiterals: readonly Lines[];
}

/** An import of any kind. The target is a path in the tree, or the specifier of a library. */
export interface Import {
  readonly target: string;
  readonly line: number;
  /** `resolved`: only the address is used, to start a worker or to read the file. */
  readonly kind: "static" | "dynamic" | "resolved";
}

/** A string or template literal. The values of a template are written as `?`. */
export interface SourceText extends Lines {
  readonly text: string;
  /** The tag of a template, `sql` for example. */
  readonly tag: string | undefined;
}

export interface SourceFunction extends Lines {
  readonly name: string;
}

export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** Reads the syntax of every module with the parser of `deno lint`. Works in `deno test` only. */
export function sourceTree(files: ReadonlyMap<string, string>): SourceTree {
  const modules = new Map<string, SourceModule>();
  for (const [path, text] of files) {
    if (/\.tsx?$/.test(path)) modules.set(path, sourceModule(path, text));
  }
  return { files, modules };
}

interface Found {
  readonly imports: Import[];
  readonly texts: SourceText[];
  readonly functions: SourceFunction[];
  readonly spreadLiterals: Lines[];
}

function sourceModule(path: string, text: string): SourceModule {
  const found: Found = { imports: [], texts: [], functions: [], spreadLiterals: [] };
  const starts = lineStarts(text);
  const lines = ({ range: [start, end] }: Deno.lint.Node): Lines => ({
    first: lineAt(starts, start),
    last: lineAt(starts, end - 1),
  });
  const create = () => ({
    ...importVisitor(path, lines, found.imports),
    ...textVisitor(lines, found.texts),
    ...functionVisitor(lines, found.functions),
    SpreadElement: (node: Deno.lint.SpreadElement) => {
      if (isLiteral(node.argument)) found.spreadLiterals.push(lines(node));
    },
  });
  Deno.lint.runPlugin({ name: "architecture", rules: { read: { create } } }, path, text);
  return { path, lines: text.split("\n"), ...found };
}

type LinesOf = (node: Deno.lint.Node) => Lines;

function importVisitor(path: string, lines: LinesOf, imports: Import[]): Deno.lint.LintVisitor {
  const add = (kind: Import["kind"], node: Deno.lint.Node | null | undefined): void => {
    if (node?.type !== "Literal" || typeof node.value !== "string") return;
    const target = node.value.startsWith(".")
      ? normalize(join(dirname(path), node.value))
      : node.value;
    imports.push({ target, line: lines(node).first, kind });
  };
  return {
    ImportDeclaration: ({ source }) => add("static", source),
    ExportNamedDeclaration: ({ source }) => add("static", source),
    ExportAllDeclaration: ({ source }) => add("static", source),
    ImportExpression: ({ source }) => add("dynamic", source),
    TSImportType: ({ argument }) => {
      if (argument.type === "TSLiteralType") add("static", argument.literal);
    },
    CallExpression: ({ callee, arguments: [first] }) => {
      if (isOfImportMeta(callee, "resolve")) add("resolved", first);
    },
    NewExpression: ({ callee, arguments: [first, second] }) => {
      const isURL = callee.type === "Identifier" && callee.name === "URL";
      if (isURL && isOfImportMeta(second, "url")) add("resolved", first);
    },
  };
}

function isOfImportMeta(node: Deno.lint.Node | undefined, name: string): boolean {
  return node?.type === "MemberExpression" && node.object.type === "MetaProperty" &&
    node.property.type === "Identifier" && node.property.name === name;
}

function textVisitor(lines: LinesOf, texts: SourceText[]): Deno.lint.LintVisitor {
  return {
    Literal: (node) => {
      if (typeof node.value !== "string") return;
      texts.push({ text: node.value, tag: undefined, ...lines(node) });
    },
    TemplateLiteral: (node) => {
      const { parent } = node;
      const isTagged = parent.type === "TaggedTemplateExpression" &&
        parent.tag.type === "Identifier";
      texts.push({
        text: node.quasis.map(({ cooked }) => cooked).join("?"),
        tag: isTagged && parent.tag.type === "Identifier" ? parent.tag.name : undefined,
        ...lines(node),
      });
    },
  };
}

function functionVisitor(lines: LinesOf, functions: SourceFunction[]): Deno.lint.LintVisitor {
  const add = (node: Deno.lint.Node, name: string): void => {
    functions.push({ name, ...lines(node) });
  };
  return {
    FunctionDeclaration: (node) => add(node, node.id?.name ?? "a function without a name"),
    FunctionExpression: (node) => add(node, nameFromParent(node.parent)),
    ArrowFunctionExpression: (node) => add(node, nameFromParent(node.parent)),
  };
}

/** The variable, property or method that a function without a name of its own is the value of. */
function nameFromParent(parent: Deno.lint.Node): string {
  const named = parent.type === "VariableDeclarator" ? parent.id : "key" in parent && parent.key;
  if (!named) return "a function without a name";
  if (named.type === "PrivateIdentifier") return `#${named.name}`;
  return named.type === "Identifier" ? named.name : "a function without a name";
}

function isLiteral(node: Deno.lint.Node): boolean {
  if (node.type === "TSAsExpression") return isLiteral(node.expression);
  return node.type === "ArrayExpression" || node.type === "ObjectExpression";
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** The number of the line at an offset: the count of lines that start at or before it. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
