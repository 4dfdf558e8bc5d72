import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

/** How a person uses a page, and how many steps it takes: a click, a key, or a text in a field. */
export interface Hands {
  /** Follows a link, or presses a button; one step. */
  readonly press: (what: Locator) => Promise<void>;
  /** Selects a radio button or a checkbox; one step. */
  readonly choose: (what: Locator) => Promise<void>;
  /** Writes a text into a field; one step. */
  readonly write: (what: Locator, text: string) => Promise<void>;
  readonly steps: () => number;
}

/** With the mouse. */
export function mouse(): Hands {
  let steps = 0;
  return {
    press: async (what) => {
      steps++;
      await what.click();
    },
    choose: async (what) => {
      steps++;
      await what.check();
    },
    write: async (what, text) => {
      steps++;
      await what.click();
      await what.fill(text);
    },
    steps: () => steps,
  };
}

/** By keyboard: Tab moves to what is used, which is not a step of its own. */
export function keyboard(page: Page): Hands {
  let steps = 0;
  return {
    press: async (what) => {
      steps++;
      await focus(page, what);
      await page.keyboard.press("Enter");
    },
    choose: async (what) => {
      steps++;
      await choose(page, what);
    },
    write: async (what, text) => {
      steps++;
      await focus(page, what);
      await page.keyboard.type(text);
    },
    steps: () => steps,
  };
}

/** The most presses of Tab that a page may need. */
const mostTabs = 150;

/** Presses Tab until an element has the focus. */
async function focus(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  for (let presses = 0; presses < mostTabs; presses++) {
    if (await hasFocus(what)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`Tab does not reach ${what}`);
}

/** The arrow keys move between the radio buttons of a group, of which Tab reaches only one. */
async function choose(page: Page, what: Locator): Promise<void> {
  await what.waitFor();
  const group = page.locator(`input[type=radio][name="${await what.getAttribute("name")}"]`);
  await focus(page, group.and(page.locator(":checked")));
  for (let presses = 0; presses < 10; presses++) {
    if (await hasFocus(what)) return;
    await page.keyboard.press("ArrowDown");
  }
  assert.fail(`the arrow keys do not reach ${what}`);
}

async function hasFocus(what: Locator): Promise<boolean> {
  return await what.evaluate((element: { ownerDocument: { activeElement: unknown } }) =>
    element.ownerDocument.activeElement === element
  );
}
