import assert from "node:assert/strict";
import type { Page } from "playwright-core";

/** Presses Tab until an element with this name, value or text has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const read = `(({ ariaLabel, value, textContent }) =>
    ariaLabel || textContent.trim() || value || "")(document.activeElement)`;
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate<string>(read);
    if (typeof name === "string" ? focused === name : name.test(focused)) return;
  }
  assert.fail(`Tab does not reach ${name}`);
}
