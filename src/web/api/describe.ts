import type { OpenApiDocument } from "./api.ts";

/** An operation of the API as the page shows it. */
export interface Operation {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly Parameter[];
  readonly answers: readonly { readonly status: string; readonly text: string }[];
}

export interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly type: string;
  readonly text: string;
}

/** A schema's properties and their types. */
export interface Shape {
  readonly name: string;
  readonly properties: readonly { readonly name: string; type: string; text: string }[];
}

interface Schema {
  readonly type?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly format?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface WrittenParameter {
  readonly name?: string;
  readonly in?: string;
  readonly description?: string;
  readonly schema?: Schema;
}

/** The operations of a document. */
export function operationsOf(document: OpenApiDocument): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (["get", "post"] as const).flatMap((method) => {
      const operation = item[method];
      if (!operation) return [];
      const responses: Readonly<Record<string, { description?: string }>> = operation.responses ??
        {};
      return [{
        method: method.toUpperCase(),
        path: `/api${path}`,
        summary: operation.summary ?? "",
        parameters: (operation.parameters ?? []).map((each) => parameter(each)),
        answers: Object.entries(responses)
          .map(([status, { description = "" }]) => ({ status, text: description })),
      }];
    })
  );
}

/** The schemas of a document. */
export function shapesOf(document: OpenApiDocument): Shape[] {
  const schemas: Readonly<Record<string, Schema>> = document.components?.schemas ?? {};
  return Object.entries(schemas).map(([name, { properties = {} }]) => ({
    name,
    properties: Object.entries(properties).map(([name, schema]) => ({
      name,
      type: typeName(schema),
      text: schema.description ?? "",
    })),
  }));
}

function parameter({ name = "", in: place = "", schema = {}, description }: WrittenParameter) {
  const byDefault = schema.default === undefined ? "" : `, default: ${schema.default}`;
  return {
    name,
    place,
    type: typeName(schema),
    text: `${description ?? schema.description ?? ""}${byDefault}`.replace(/^, /, ""),
  };
}

function typeName(schema: Schema): string {
  if (schema.enum) return schema.enum.map(String).join(" | ");
  if (schema.$ref) return schema.$ref.replace(/.*\//, "");
  if (schema.items) return `${typeName(schema.items)}[]`;
  const types = Array.isArray(schema.type) ? schema.type.join(" | ") : String(schema.type ?? "any");
  return schema.format ? `${types} (${schema.format})` : types;
}
