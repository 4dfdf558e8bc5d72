import { tagHex, tagOf } from "../dicom/dictionary.ts";
import { patternOf, recipeFault, type RecipeLine } from "./recipe_line.ts";

/** Selects the elements that a rule applies to, at any depth. */
export type FieldSelector =
  | { readonly kind: "all" }
  /** The keyword of an element, with those of its sequences if given: `Sequence__Keyword`. */
  | { readonly kind: "path"; readonly path: string }
  | { readonly kind: "tag"; readonly tag: number }
  | {
    readonly kind: "private";
    readonly group: number;
    readonly creator: string;
    readonly offset: number;
  }
  | { readonly kind: "name"; readonly pattern: RegExp; readonly isWanted: boolean }
  | { readonly kind: "vr"; readonly vr: string }
  | { readonly kind: "group"; readonly group: number }
  | { readonly kind: "fields"; readonly name: string };

/** What a recipe can know about an element. */
export interface FieldName {
  readonly tag: number;
  readonly vr: string;
  /** Empty if PS3.6 has no keyword. */
  readonly keyword: string;
  /** The keywords of its sequences and its own, joined by `__`. */
  readonly path: string;
  /** The private creator, if it has one. */
  readonly creator: string | undefined;
}

const expanders: Readonly<Record<string, (text: string) => string>> = {
  startswith: (text) => `^(${text})`,
  endswith: (text) => `(${text})$`,
  contains: (text) => text,
  except: (text) => text,
  allexcept: (text) => text,
};

/** Reads the field of a rule. Throws IntakeError RECIPE. */
export function parseSelector(line: RecipeLine, text: string): FieldSelector {
  if (text.toLowerCase() === "all") return { kind: "all" };
  const privateTag = /^\(?([0-9a-f]{4}),"([^"]+)",([0-9a-f]{2})\)?$/i.exec(text);
  if (privateTag) {
    const [, group = "", creator = "", offset = ""] = privateTag;
    return { kind: "private", group: parseInt(group, 16), creator, offset: parseInt(offset, 16) };
  }
  const tag = /^\(?([0-9a-f]{4}),? ?([0-9a-f]{4})\)?$/i.exec(text);
  if (tag) return { kind: "tag", tag: parseInt(`${tag[1]}${tag[2]}`, 16) };
  const [, expander, argument = ""] = /^(\w+):(.*)$/.exec(text) ?? [];
  if (expander !== undefined) return expanded(line, expander.toLowerCase(), argument);
  if (!/^\w+$/.test(text)) throw recipeFault(line, text, `"${text}" is not a field`);
  return { kind: "path", path: text };
}

/** Whether every keyword of a selector is in PS3.6; otherwise it is misspelt or retired. */
export function isKnownField(selector: FieldSelector): boolean {
  return selector.kind !== "path" ||
    selector.path.split("__").every((keyword) => tagOf(keyword) !== undefined);
}

/** Whether a selector selects an element; `fields` are the groups of the recipe. */
export function selects(
  selector: FieldSelector,
  element: FieldName,
  fields: ReadonlyMap<string, readonly FieldSelector[]>,
): boolean {
  switch (selector.kind) {
    case "all":
      return true;
    case "path":
      return selector.path === element.keyword || selector.path === element.path;
    case "tag":
      return selector.tag === element.tag;
    case "private":
      return element.tag >>> 16 === selector.group && (element.tag & 0xff) === selector.offset &&
        element.creator === selector.creator;
    case "name":
      return namesOf(element).some((name) => selector.pattern.test(name)) === selector.isWanted;
    case "vr":
      return selector.vr === element.vr;
    case "group":
      return element.tag >>> 16 === selector.group;
    case "fields":
      return (fields.get(selector.name) ?? []).some((one) => selects(one, element, fields));
  }
}

function expanded(line: RecipeLine, expander: string, argument: string): FieldSelector {
  if (expander === "fields") return { kind: "fields", name: argument };
  if (expander === "select") return selected(line, argument);
  const source = expanders[expander];
  if (!source) throw recipeFault(line, `${expander}:`, `unknown expander "${expander}:"`);
  if (argument === "") {
    throw recipeFault(line, `${expander}:`, `"${expander}:" needs an expression`);
  }
  const isWanted = expander !== "except" && expander !== "allexcept";
  return { kind: "name", pattern: patternOf(line, source(argument)), isWanted };
}

function selected(line: RecipeLine, argument: string): FieldSelector {
  const [, vr] = /^vr:([a-z]{2})$/i.exec(argument) ?? [];
  if (vr) return { kind: "vr", vr: vr.toUpperCase() };
  const [, group] = /^group:([0-9a-f]{1,4})$/i.exec(argument) ?? [];
  if (group) return { kind: "group", group: parseInt(group, 16) };
  throw recipeFault(line, argument, `select: takes VR:xx or group:xxxx, not "${argument}"`);
}

function namesOf({ tag, keyword, path, creator }: FieldName): string[] {
  const hex = tagHex(tag);
  const names = [hex, keyword, path].filter((name) => name !== "");
  return creator === undefined
    ? names
    : [...names, `${hex.slice(0, 4)},"${creator}",${hex.slice(6)}`];
}
