import { type Operation, operationsOf, type Shape, shapesOf } from "../api/describe.ts";
import type { OpenApiDocument } from "../api/api.ts";
import type { Html } from "../html.ts";
import { Table } from "./parts.tsx";

/** The documentation of the API: each operation with its parameters and responses. */
export function ApiPage({ document }: { document: OpenApiDocument }): Html {
  return (
    <>
      <h1>API</h1>
      <p>
        Programs send <code>Authorization: Bearer …</code> with a token created by{" "}
        <code>deno task web-user</code>. The OpenAPI {document.openapi} document is{" "}
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
