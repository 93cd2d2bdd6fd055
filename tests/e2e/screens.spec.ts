/** The wall display: paired, true to what there is, honest about its age, and back by itself from whatever happens. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { sticksOut } from "./looks";
import { liveThrough } from "./screen-day";
import { Stage, VIEW, apps, pair, wall } from "./screens";
import { expect, test } from "./signed-in";

const MINUTE = 60_000;

test("a display is paired by its code, shows what is wrong, and ends when it is revoked", async ({
  page,
  browser,
  quarterdeck,
}) => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const display = await context.newPage();
  await display.goto(`${quarterdeck.url}/screen`);
  await expect(display.getByRole("heading", { name: "Pair this screen" })).toBeVisible();
  await expect(display.getByRole("img", { name: "The code, for a camera" })).toBeVisible();
  const code = display.locator(".screen-code");
  await expect(code).toHaveText(/^[2-9A-Z]{4}-[2-9A-Z]{4}$/);
  const shown = await code.innerText();
  await noFindings(display);

  // By the address that the picture holds.
  await page.goto(`/settings/screens?code=${shown.replace("-", "")}`);
  const panel = page.getByRole("dialog", { name: "Pair a screen" });
  await expect(panel.getByText(/by a display at 127\.0\.0\.1/)).toBeVisible();
  await panel.getByLabel("Name").fill("Kitchen");
  await panel.getByRole("button", { name: "Pair the screen" }).click();
  await expect(panel).toBeHidden();
  await expect(page.getByRole("row", { name: /Kitchen/ })).toContainText("all apps");

  // The demo has an app that needs attention.
  await expect(display.getByRole("heading", { level: 1 })).toContainText(/attention/i, { timeout: 15_000 });
  await expect(display.locator(".screen-bad > li").first()).toContainText("checkout");
  await expect(display.locator(".screen")).toHaveAttribute("data-age", "live");
  await noFindings(display);
  // It lasts over a load of the page.
  await display.reload();
  await expect(display.locator(".screen-bad > li").first()).toContainText("checkout");

  const row = page.getByRole("row", { name: /Kitchen/ });
  await row.getByRole("button", { name: "Identify Kitchen" }).click();
  await expect(display.locator(".screen-named")).toHaveText("Kitchen");
  await row.getByRole("button", { name: "Change Kitchen" }).click();
  const change = page.getByRole("dialog", { name: "Change Kitchen" });
  await change.getByLabel("Name").fill("Hall");
  await change.getByLabel("Apps").fill("search");
  await change.getByLabel("Theme").selectOption("light");
  await change.getByLabel("Read from").selectOption("5");
  await change.getByRole("button", { name: "Show this" }).click();
  await expect(display.getByRole("heading", { level: 1 })).toContainText(/1 app OK/i);
  await expect(display.locator(".screen-bad")).toBeHidden();
  await expect(display.locator("html")).toHaveAttribute("data-theme", "light");
  await expect(display.locator(".screen")).toHaveAttribute("data-distance", "5");
  await expect(display.locator(".screen-foot")).toContainText("Hall");
  await noFindings(display);
  const hall = page.getByRole("row", { name: /Hall/ });
  const loaded = display.waitForEvent("load");
  await hall.getByRole("button", { name: "Reload Hall" }).click();
  await loaded;
  await page.reload();
  await expect(hall.getByRole("cell").nth(2), "last seen").toContainText(/127\.0\.0\.1/);

  // Its cookie reads its view, and nothing else.
  for (const [method, path, status] of [
    ["GET", "/api/v1/screens/self", 200],
    ["GET", "/api/v1/clusters/default/snapshot", 403],
    ["GET", "/api/v1/session", 403],
    ["POST", "/api/v1/clusters/default/plans", 403],
    ["DELETE", "/api/v1/apps/search", 403],
    ["POST", "/api/v1/tokens", 403],
  ] as const) {
    const got = await display.evaluate(
      async ([method, path]) => (await fetch(path, { method, headers: { "content-type": "application/json" } })).status,
      [method, path],
    );
    expect(got, `${method} ${path}`).toBe(status);
  }
  // The page of people sees nobody signed in.
  const people = await context.newPage();
  await people.goto(quarterdeck.url);
  await expect(people.getByRole("button", { name: "Sign in" })).toBeVisible();
  await people.close();

  await hall.getByRole("button", { name: "Revoke Hall" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke Hall" }).click();
  await expect(display.getByRole("heading", { name: "Pair this screen" })).toBeVisible({ timeout: 5_000 });
  await context.close();
});

test("a read-only link opens in one browser", async ({ page, browser }) => {
  await page.goto("/settings/screens");
  await page.getByRole("button", { name: "Make a read-only link…" }).click();
  const panel = page.getByRole("dialog", { name: "Make a read-only link" });
  await panel.getByLabel("Name").fill("Grace");
  await panel.getByLabel("Apps").fill("search");
  await panel.getByRole("button", { name: "Make the link" }).click();
  const link = await page.locator(".secret code").innerText();
  const grace = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const theirs = await grace.newPage();
  await theirs.goto(link);
  await expect(theirs.getByRole("heading", { level: 1 })).toContainText(/1 app OK/i);
  expect(await sticksOut(theirs)).toEqual([]);
  expect(theirs.url()).not.toContain("#");
  await expect(theirs.locator(".screen-foot")).toContainText("Grace · ends in");
  await noFindings(theirs);
  const other = await browser.newContext();
  const others = await other.newPage();
  await others.goto(link);
  await expect(others.getByRole("heading", { name: "This link shows nothing" })).toBeVisible();
  await grace.close();
  await other.close();
});

test("old data is amber, then hatched, then none, and it comes back by itself", async ({ browser, quarterdeck, client }) => {
  test.setTimeout(120_000);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await pair(context, quarterdeck.url, client, "Kitchen");
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(`${quarterdeck.url}/screen`);
  const screen = page.locator(".screen");
  await expect(screen).toHaveAttribute("data-age", "live", { timeout: 15_000 });
  const verdict = page.getByRole("heading", { level: 1 });
  await expect(verdict).toContainText(/attention/i);

  await quarterdeck.halt();
  await page.clock.fastForward(16_000);
  await expect(screen).toHaveAttribute("data-age", "old");
  await expect(page.getByRole("status")).toContainText("Quarterdeck has not answered since");
  await expect(page.locator(".screen-as-of")).toContainText("ago");
  await expect(page.locator(".screen-bad > li").first(), "what is wrong stays").toContainText("checkout");
  expect(await coloured(page), "nothing looks well").toBe(0);
  await page.clock.fastForward(50_000);
  await expect(screen).toHaveAttribute("data-age", "late");
  await expect(verdict).toContainText(/last known/i);
  await page.clock.fastForward(5 * MINUTE);
  await expect(screen).toHaveAttribute("data-age", "none");
  await expect(verdict).toContainText(/no data/i);
  expect(await coloured(page)).toBe(0);
  await noFindings(page);

  await quarterdeck.resume();
  await expect(async () => {
    await page.clock.runFor(2_000);
    await expect(screen).toHaveAttribute("data-age", "live", { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await expect(verdict).toContainText(/attention/i);
  await context.close();
});

test("what is wrong is large, stays, and is all there, whatever the number of apps", async ({ browser, quarterdeck, client }) => {
  const stage = await Stage.before(quarterdeck.url);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await pair(context, stage.url, client, "Kitchen");
  const page = await context.newPage();
  await page.clock.install();
  stage.now = () => Date.now() + drift;
  let drift = 0;
  await page.goto(`${stage.url}/screen`);
  await expect(page.locator(".screen")).toBeVisible();
  const cells = page.locator(".screen-apps > li");
  const bad = page.locator(".screen-bad > li");
  const pages = page.locator(".screen-dots");

  stage.show(wall(apps(3)));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("All 3 apps OK");
  await expect(pages).toBeHidden();
  stage.show(wall(apps(200, 2)));
  await expect(bad).toHaveCount(2);
  await expect(pages).toBeVisible();
  const seen = new Set<string>();
  await expect(async () => {
    for (const name of await page.locator(".screen-app").allInnerTexts()) seen.add(name);
    drift += 5_000;
    await page.clock.runFor(5_000);
    stage.beat();
    await expect(bad).toHaveCount(2);
    expect(seen.size).toBe(198);
  }).toPass({ timeout: 30_000, intervals: [100] });
  const [wrong, small] = await Promise.all([bad.first().boundingBox(), cells.first().boundingBox()]);
  expect(wrong!.height).toBeGreaterThan(2 * small!.height);
  for (const count of [5, 15, 60]) {
    stage.show(wall(apps(200, count)));
    await page.clock.runFor(4_000);
    await expect(bad.first()).toBeVisible();
    const overflow = await page.locator(".screen-bad").evaluate((list) => list.scrollHeight - list.clientHeight);
    expect(overflow, `${count} that are wrong have room`).toBeLessThanOrEqual(1);
    const told = await bad.allInnerTexts();
    const more = Number(/and (\d+) more/.exec(told.at(-1)!)?.[1] ?? 0);
    expect(more + told.length - (more > 0 ? 1 : 0)).toBe(count);
  }
  await context.close();
  await stage.close();
});

test("it is dim at night, moves its pixels, stays lit, and moves nothing else", async ({ browser, quarterdeck, client }) => {
  const stage = await Stage.before(quarterdeck.url);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, reducedMotion: "reduce" });
  const dim = { from_min: 22 * 60, until_min: 6 * 60 };
  await pair(context, stage.url, client, "Kitchen", { ...VIEW, dim });
  const page = await context.newPage();
  await page.addInitScript(() => {
    const request = async (what: string) => {
      document.documentElement.dataset.lit = what;
      return { released: false };
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
  });
  await page.clock.install({ time: new Date(2026, 10, 23, 21, 59, 30) });
  stage.show(wall(apps(41, 1)));
  await page.goto(`${stage.url}/screen`);
  const screen = page.locator(".screen");
  await expect(screen).toHaveAttribute("data-shift", "3");
  await expect(screen).not.toHaveAttribute("data-dim");
  await expect(page.locator("html")).toHaveAttribute("data-lit", "screen");
  await page.clock.runFor(MINUTE);
  await expect(screen).toHaveAttribute("data-dim", "true");
  await expect(screen).toHaveAttribute("data-shift", "0");
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  await page.clock.fastForward(8 * 60 * MINUTE + MINUTE);
  await expect(screen).not.toHaveAttribute("data-dim");
  await context.close();
  await stage.close();
});

test("a display whose code does not come is loaded again, but never while the server is away", async ({ browser, quarterdeck, client }) => {
  const stage = await Stage.before(quarterdeck.url);
  const context = await browser.newContext();
  await pair(context, stage.url, client, "Kitchen");
  const page = await context.newPage();
  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.clock.install();
  await page.route(/\.wasm$/, (route) => route.abort());
  stage.show(wall(apps(3)));
  await page.goto(`${stage.url}/screen`);
  stage.away = true;
  const before = stage.refused;
  await expect(async () => {
    await page.clock.runFor(10_000);
    expect(stage.refused).toBeGreaterThan(before + 2);
  }).toPass();
  expect(loads).toBe(1);
  stage.away = false;
  await page.unroute(/\.wasm$/);
  await expect(async () => {
    await page.clock.runFor(5_000);
    expect(loads).toBe(2);
  }).toPass();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("All 3 apps OK");
  await context.close();
  await stage.close();
});

test("another build and an order load the page again, and a broken stream is opened again", async ({ browser, quarterdeck, client }) => {
  const stage = await Stage.before(quarterdeck.url);
  const context = await browser.newContext();
  await pair(context, stage.url, client, "Kitchen");
  const page = await context.newPage();
  let loads = 0;
  page.on("load", () => (loads += 1));
  stage.show(wall(apps(3)));
  await page.goto(`${stage.url}/screen`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("All 3 apps OK");
  expect(loads).toBe(1);
  stage.cut();
  await expect.poll(() => stage.opened, { timeout: 15_000 }).toBe(2);
  stage.show(wall(apps(4)));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("All 4 apps OK");
  stage.build = "another";
  stage.cut();
  await expect.poll(() => loads, { timeout: 15_000 }).toBe(2);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("All 4 apps OK");
  stage.say("reload", {});
  await expect.poll(() => loads).toBe(3);
  await context.close();
  await stage.close();
});

test("restarts and cuts make it miss nothing", async ({ browser, quarterdeck, client }) => {
  test.setTimeout(180_000);
  const stage = await Stage.before(quarterdeck.url);
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  await pair(context, stage.url, client, "Kitchen");
  const figures = await liveThrough(context, stage, { hours: 0.5, updates: 400, restarts: 10, builds: 2, cuts: 5, apps: 41 });
  expect(figures).toMatchObject({ updates: 400, restarts: 10, cuts: 5, missed: 0 });
  expect(figures.loads, "the page was loaded anew with each new build").toBe(3);
  expect(figures.streams).toBeGreaterThanOrEqual(16);
  await context.close();
  await stage.close();
});

/** How much of what one sees is clearly green. */
async function coloured(page: Page): Promise<number> {
  return page.evaluate(() => {
    const green = (colour: string) => {
      const [red, greenish, blue] = (colour.match(/\d+/g) ?? []).map(Number);
      return greenish > red + 40 && greenish >= blue;
    };
    return [...document.querySelectorAll("*")].filter((element) => green(getComputedStyle(element).color)).length;
  });
}

async function noFindings(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.html)])).toEqual([]);
}
