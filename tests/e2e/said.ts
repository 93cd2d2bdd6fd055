/** What a page says to people: what can be read on it, and what is read out. */
import { expect, type Page } from "@playwright/test";

import { englishIn } from "./catalogue";

/** Names, numbers and code: the same in every language. */
const NO_WORDS = "script, style, noscript, code, pre, kbd, samp, textarea";

/** What of it is English, and why it is thought to be: each once. */
export async function englishOn(page: Page): Promise<string[]> {
  const found = new Set<string>();
  for (const text of await said(page)) {
    const english = englishIn(text);
    if (english) found.add(`“${text}” (${english})`);
  }
  return [...found];
}

/** All texts of a page that are shown or read out. */
async function said(page: Page): Promise<string[]> {
  return page.evaluate((noWords) => {
    const ATTRIBUTES = ["alt", "aria-description", "aria-label", "aria-valuetext", "data-label", "data-tip", "placeholder", "title"];
    const here = document.documentElement.lang;
    const isSaid = (element: Element) => {
      const shown = element.closest("select") ?? element;
      const of = element.closest("[lang]")?.getAttribute("lang");
      return shown.checkVisibility({ visibilityProperty: true }) && of === here && !element.closest(noWords);
    };
    const texts = [document.title];
    for (const element of document.body.querySelectorAll("*")) {
      if (!isSaid(element)) continue;
      for (const name of ATTRIBUTES) texts.push(element.getAttribute(name) ?? "");
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE) texts.push(node.textContent ?? "");
      }
    }
    return texts.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
  }, NO_WORDS);
}

/** Waits until nothing on the page is still being read. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await expect(page.getByRole("heading").first()).toBeVisible();
}

/** What is English on a page, and in whatever can be opened there: folds and menus, dialogs and panels, each choice in them. */
export async function englishBehind(page: Page, path: string): Promise<string[]> {
  // Each text with the place where it was found first.
  const found = new Map<string, string>();
  await everywhere(page, path, async (where) => {
    for (const text of await englishOn(page)) if (!found.has(text)) found.set(text, where);
  });
  return [...found].map(([text, where]) => (where === path ? `${path}: ${text}` : `${path}, ${where}: ${text}`));
}

/** Looks at a page with all that is folded there open, and at it with each dialog and panel, and each choice in them. */
export async function everywhere(page: Page, path: string, look: (where: string) => Promise<void>): Promise<void> {
  const arrive = async () => {
    await page.goto(path);
    await settled(page);
    await unfold(page);
  };
  // What takes away one unit of several begins at once: it is looked at here, and not done.
  await page.route("**/api/v1/clusters/*/actions", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await arrive();
  await look(path);
  const arrived = page.url();
  for (const words of await openers(page)) {
    await open(page, words);
    await unfold(page);
    await look(words);
    for (const choice of await page.locator("dialog input[type=radio]").all()) {
      await choice.evaluate((element: HTMLElement) => element.click());
      await settled(page);
      await look(words);
    }
    await page.keyboard.press("Escape");
    const isBack = page.url() === arrived && (await page.locator("dialog[open]").count()) === 0;
    await (isBack ? unfold(page) : arrive());
  }
}

/** Opens all that is folded on a page, menus too. */
async function unfold(page: Page): Promise<void> {
  // What opens may bring more along.
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    await settled(page);
  }
}

/** What opens a dialog or a panel: its words end in an ellipsis. A link of that kind may also lead to another page. */
const opener = (page: Page, words: string | RegExp) =>
  page.locator("button:visible, a[href^='/?']:visible, a[href^='?']:visible").filter({ hasText: words });

/** The words of all of them; of those that only name different things, one. */
async function openers(page: Page): Promise<string[]> {
  const found = (await opener(page, /…$/).allInnerTexts()).map((text) => text.trim());
  const byVerb = new Map(found.map((words) => [words.split(/\s+/).slice(-2).join(" "), words]));
  return [...byVerb.values()];
}

/** Presses one of those, and waits until something came of it. */
async function open(page: Page, words: string): Promise<void> {
  const before = await page.locator("body").innerText();
  // Menus that are open lie over each other: no pointer reaches it.
  await opener(page, words).first().evaluate((element: HTMLElement) => element.click());
  await page.waitForFunction((before) => document.body.innerText !== before, before);
  await settled(page);
}
