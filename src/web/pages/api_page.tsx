import type { OpenApiDocument } from "../api/api.ts";
import type { Html } from "../view.ts";
import { Command, Table } from "./parts.tsx";

/** The documentation of the API: each operation with its parameters and responses. */
export function ApiPage({ document }: { document: OpenApiDocument }): Html {
  return (
    <>
      <h1>API</h1>
      <p>
        Programs send <code>Authorization: Bearer …</code> with a token created by{" "}
        <Command line="web-user" />. The OpenAPI {document.openapi} document is{" "}
        <a href="/api/openapi.json">openapi.json</a>. Lists are sorted newest first;{" "}
        <code>next</code> and <code>previous</code> contain the addresses of other pages.
      </p>
      {operationsOf(document).map((operation) => <OperationPart operation={operation} />)}
      {shapesOf(document).map((shape) => <ShapePart shape={shape} />)}
    </>
  );
}

function OperationPart({ operation }: { operation: Operation }): Html {
  const { method, path, summary, parameters, answers } = operation;
  const canBeTried = method === "GET" && !path.includes("{");
  const id = `${method} ${path}`.replaceAll(/\W+/g, "-").toLowerCase();
  return (
    <section aria-labelledby={id} class="operation">
      <h2 id={id}>
        <span class={`method ${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
      </h2>
      <p>
        {summary}. {canBeTried ? <a href={path}>Try it</a> : null}
      </p>
      {parameters.length > 0
        ? (
          <Table label={`Parameters of ${path}`} head={["Parameter", "In", "Type", "Meaning"]}>
            {parameters.map(({ name, place, type, text }) => (
              <tr>
                <td>
                  <code>{name}</code>
                </td>
                <td>{place}</td>
                <td>{type}</td>
                <td class="wide">{text}</td>
              </tr>
            ))}
          </Table>
        )
        : null}
      <p class="quiet">{answers.map(({ status, text }) => `${status} ${text}`).join(" · ")}</p>
    </section>
  );
}

function ShapePart({ shape: { name, properties } }: { shape: Shape }): Html {
  return (
    <details>
      <summary>{name}</summary>
      <Table label={name} head={["Member", "Type", "Meaning"]}>
        {properties.map(({ name, type, text }) => (
          <tr>
            <td>
              <code>{name}</code>
            </td>
            <td>{type}</td>
            <td class="wide">{text}</td>
          </tr>
        ))}
      </Table>
    </details>
  );
}

/** An operation of the API as the page shows it. */
interface Operation {
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
interface Shape {
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
function operationsOf(document: OpenApiDocument): Operation[] {
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
function shapesOf(document: OpenApiDocument): Shape[] {
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
