import type { Html } from "../view.ts";
import { Command } from "./parts.tsx";

const document = "/api/openapi.json";

/** The documentation of the API, which Swagger UI makes from its OpenAPI document. */
export function ApiPage(): Html {
  return (
    <>
      <h1>API</h1>
      <p>
        Programs send <code>Authorization: Bearer …</code> with a token created by{" "}
        <Command line="web-user" />. Lists are sorted newest first; <code>next</code> and{" "}
        <code>previous</code> contain the addresses of other pages. The OpenAPI document is{" "}
        <a href={document}>openapi.json</a>.
      </p>
      <div id="swagger" role="region" aria-label="Operations" tabindex={0} data-document={document}>
        <p class="quiet">The documentation is drawn by a script. Without it, read the document.</p>
      </div>
    </>
  );
}
