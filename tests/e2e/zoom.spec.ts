/** At 200 %: a window of 1280 by 800 has room for half as much. Nothing scrolls sideways, and no text is cut off. */
import type { Page } from "@playwright/test";

import { expect, lookingTest as test } from "./signed-in";

const ZOOMED = { width: 640, height: 400 };

const PLACES = [
  "/",
  "/?open=web",
  "/?deploy=web",
  "/?new=starter",
  "/deployments",
  "/units",
  "/units/checkout:2.4.1@1.service",
  "/machines",
  "/history",
  "/activity",
  "/settings/templates",
  "/settings/people",
  "/settings/access",
  "/settings/tokens",
  "/settings/clusters",
  "/settings/account",
  "/no-such-page",
];

test.use({ viewport: ZOOMED, deviceScaleFactor: 2 });

for (const place of PLACES) {
  test(`${place} at 200 %`, async ({ page, visitor }) => {
    await visitor.demoTemplates();
    await page.goto(place);
    await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    expect(await cut(page)).toEqual([]);
    const [inner, outer] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(inner, "scrolls sideways").toBeLessThanOrEqual(outer);
  });
}

test("what opens over a page can be reached at 200 %", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("list").getByRole("button", { name: "mailer", exact: true })).toBeVisible();
  for (const [key, end] of [["?", "Close"], ["Control+k", undefined]] as const) {
    await page.keyboard.press(key);
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    const box = (await dialog.boundingBox())!;
    expect(box.x).toBeGreaterThanOrEqual(0);
    expect(box.x + box.width).toBeLessThanOrEqual(ZOOMED.width);
    expect(box.y + box.height, `${key} ends within the window`).toBeLessThanOrEqual(ZOOMED.height);
    if (end) await expect(dialog.getByRole("button", { name: end }).last()).toBeInViewport();
    expect(await cut(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

/** Elements with text that is cut off. What ends in an ellipsis says the whole in its title. */
async function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const hides = (overflow: string) => overflow === "hidden" || overflow === "clip";
    const found: string[] = [];
    for (const element of document.querySelectorAll<HTMLElement>("body *")) {
      if (!element.textContent?.trim() || element.closest(".sr, svg, [hidden]")) continue;
      const style = getComputedStyle(element);
      if (style.display === "none" || style.visibility === "hidden") continue;
      const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
      const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
      const told = style.textOverflow === "ellipsis" && (element.title || element.closest("[title]"));
      if ((wide && !told) || high) found.push(`${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
    }
    return found;
  });
}

test("a display that is larger than a desk's is filled with larger type, not with emptiness", async ({ page }) => {
  await page.goto("/units");
  await expect(page.getByRole("row").nth(1)).toBeVisible();
  const sizes = () =>
    page.evaluate(() => ({
      text: getComputedStyle(document.body).fontSize,
      row: document.querySelector(".vrow")!.getBoundingClientRect().height,
      icon: document.querySelector(".input-icon .icon")!.getBoundingClientRect().height,
    }));
  for (const [width, height] of [[1440, 900], [1920, 1080]]) {
    await page.setViewportSize({ width, height });
    expect(await sizes(), `${width} px`).toEqual({ text: "15px", row: 40, icon: 16 });
  }
  await page.setViewportSize({ width: 3840, height: 2160 });
  expect(await sizes()).toEqual({ text: "22.5px", row: 60, icon: 24 });
  // Wide and low: its lines are as many as on a desk.
  await page.setViewportSize({ width: 3440, height: 1000 });
  expect(await sizes()).toEqual({ text: "15px", row: 40, icon: 16 });
});
