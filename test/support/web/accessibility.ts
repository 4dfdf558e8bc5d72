import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Asserts that axe finds nothing serious on a page as it is shown. */
export async function assertNothingSerious(page: Page): Promise<void> {
  await page.evaluate(Deno.readTextFileSync(axe));
  const violations = await page.evaluate<Violation[]>(
    `axe.run(document).then(({ violations }) => violations)`,
  );
  const serious = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
  const found = serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  assert.deepEqual(found, [], page.url());
}

/**
 * Asserts that axe finds nothing serious on a page, in light and in dark, and that nothing reaches
 * beyond the screen of a phone.
 */
export async function assertAccessible(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await assertNothingSerious(page);
  }
  await page.emulateMedia({ colorScheme: "light" });
  const size = page.viewportSize();
  await page.setViewportSize({ width: 375, height: 700 });
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} pixels too wide for a phone`);
  const wideTables = await page.evaluate<string[]>(`[...document.querySelectorAll(".scroll")]
    .filter((table) => table.scrollWidth > table.clientWidth)
    .map((table) => table.getAttribute("aria-label"))`);
  assert.deepEqual(wideTables, [], `${page.url()} has cards instead of wide tables`);
  if (size) await page.setViewportSize(size);
}
