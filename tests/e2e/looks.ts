/** What tests of several pages look at. */
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";

/** How the deployment on its page stands, in a word. */
export function state(page: Page, word: string): Locator {
  return page.getByRole("main").locator(".facts-line").getByText(word, { exact: true });
}

/** What is wider than the window, so that the page scrolls sideways. */
export async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName}.${element.className}`)
      .slice(0, 5);
  });
}

/** What axe knows to be a barrier, and where. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}`));
}
