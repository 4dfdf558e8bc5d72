import { statement } from "./conformance/statement.ts";

/**
 * Writes docs/conformance.md from the program's tables and code.
 *
 *     deno run --allow-read --allow-write=docs scripts/make_conformance.ts
 *     deno fmt docs/conformance.md
 */

Deno.writeTextFileSync(new URL("../docs/conformance.md", import.meta.url), statement());
