/** The past: written by the real history service on a clock by hand, then shown by a server over the same folder. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { Client } from "./client";
import { startQuarterdeck } from "./quarterdeck";
import { expect, test as base } from "./signed-in";

const PAST = process.env.PAST_BIN ?? path.resolve(import.meta.dirname, "../../target/debug/examples/past");
const HOURS = "50";

/** A server whose folder holds two days of the demo's past; one serves all of a worker's tests. */
const test = base.extend<object, { past: { url: string; cookie: Client["cookie"] } }>({
  past: [
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), "quarterdeck-past-"));
      await promisify(execFile)(PAST, ["fill", folder, HOURS]);
      const server = await startQuarterdeck({ QUARTERDECK_DATA_DIR: folder });
      const { cookie } = await Client.signIn(server.signInLink);
      await use({ url: server.url, cookie });
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
  baseURL: async ({ past }, use) => use(past.url),
  context: async ({ browser, past }, use) => {
    const context = await browser.newContext({ baseURL: past.url });
    await context.addCookies([past.cookie]);
    await use(context);
    await context.close();
  },
});

test("an app's last day stands in its open row, and leads to its history", async ({ page }) => {
  await page.goto("/?open=web");
  await expect(page.getByRole("heading", { name: /^Last 24 h: [\d.]+ % of what is known$/ })).toBeVisible();
  await expect(page.getByRole("img", { name: /web, last 24 hours: .* are not known/ })).toBeVisible();
  await page.getByRole("link", { name: "More of its history" }).click();
  await expect(page).toHaveURL("/history?app=web");
  await expect(page.getByRole("heading", { name: "History of web" })).toBeVisible();
  await expect(page.getByRole("figure", { name: "Units of web" })).toBeVisible();
  // Some minutes of the past had fewer than were meant to run, and an hour is not known.
  await expect(page.locator(".chart-gap")).not.toHaveCount(0);
  await expect(page.locator(".strip > .is-partly")).not.toHaveCount(0);
});

test("what did not run stands first, with when and what was deployed then", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await expect(page).toHaveURL("/history");
  await page.getByRole("link", { name: "7 days" }).click();
  const list = page.getByRole("region", { name: "What did not run" }).getByRole("table");
  const web = list.getByRole("row").filter({ hasText: "Only 3 of 4 ran for" });
  await expect(web).toContainText("web");
  await expect(web.getByRole("link", { name: "Restart web" })).toHaveAttribute("href", /^\/deployments\//);
  await expect(web).toContainText(/Restart web by ada, /);
  await expect(web.getByRole("rowheader")).toHaveText(/\d.* – .*\d/); // Both its ends; a day is named again where it is another.
  const mailer = list.getByRole("row").filter({ hasText: /None of 2 ran for \d+ min/ });
  await expect(mailer).toContainText(/\d+ restarts/);
  await expect(mailer.getByRole("link", { name: "Restart mailer" })).toBeVisible();
  // The worst app is the first strip, and says for what part of the time it served.
  const strips = page.getByRole("region", { name: "Apps, last 7 days" });
  await expect(strips.getByRole("listitem").filter({ has: page.getByRole("img") }).first()).toContainText(/mailer.*99\.\d+ %/);
  await mailer.getByRole("link", { name: "mailer", exact: true }).click();
  await expect(page).toHaveURL("/history?app=mailer&span=week");
  await expect(page.locator(".chart-restart")).not.toHaveCount(0);
  await expect(page.locator(".chart-mark")).toHaveCount(1);
});

test("what is read again closes nothing and takes the focus from nothing", async ({ page }) => {
  await page.clock.install();
  await page.goto("/history?app=web");
  await page.getByText("The numbers").click();
  const table = page.getByRole("region", { name: "Units of web, as a table" });
  await expect(table.getByRole("row")).not.toHaveCount(0);
  await table.focus();
  const again = page.waitForResponse(/\/history\?of=app/);
  await page.clock.fastForward(61_000);
  await (await again).finished();
  await expect(table).toBeFocused();
  await expect(table.getByRole("row")).not.toHaveCount(0);
});

test("shares of time are written as the page's language writes numbers", async ({ browser, past }) => {
  const context = await browser.newContext({ baseURL: past.url, locale: "de-DE" });
  await context.addCookies([past.cookie]);
  const page = await context.newPage();
  await page.goto("/history?span=week");
  const mailer = page.getByRole("listitem").filter({ has: page.getByRole("img", { name: /^mailer/ }) });
  await expect(mailer).toContainText(/99,\d+ %/);
  await expect(mailer.getByRole("img")).toHaveAccessibleName(/99,\d+ %/);
  await expect(page.getByRole("main")).not.toContainText(/\d\.\d+ %/);
  await page.goto("/history?app=mailer&span=week");
  await expect(page.locator(".share-big > b")).toHaveText(/^99,\d+ %$/);
  await page.goto("/?open=mailer");
  await expect(page.getByRole("heading", { name: /24 h: / })).toHaveText(/^\D*24 h: \d+(,\d+)? % der bekannten Zeit$/);
  await context.close();
});

test("behind the chart stands a table that says the same", async ({ page }) => {
  await page.goto("/history?app=web");
  await page.getByText("The numbers").first().click();
  const table = page.getByRole("region", { name: "Units of web, as a table" }).getByRole("table");
  await expect(table.getByRole("columnheader")).toHaveText(["From", "Meant to run", "Running", "Failed", "Restarts", "Not known"]);
  await expect(table.getByRole("row")).toHaveCount(25);
  await expect(table.getByRole("row").filter({ hasText: /\d+ to \d+/ })).not.toHaveCount(0);
});

test("how far back stands in the address", async ({ page }) => {
  await page.goto("/history");
  const back = page.getByRole("navigation", { name: "How far back" });
  await expect(page.getByRole("figure")).toHaveCount(2);
  await back.getByRole("link", { name: "31 days" }).click();
  await expect(page).toHaveURL("/history?span=month");
  await expect(back.getByRole("link", { name: "31 days" })).toHaveAttribute("aria-current", "page");
  await expect(page.getByRole("heading", { name: "Apps, last 31 days" })).toBeVisible();
  await page.reload();
  await expect(page.getByRole("heading", { name: "Apps, last 31 days" })).toBeVisible();
  await page.getByRole("list").getByRole("link", { name: "checkout", exact: true }).click();
  await expect(page).toHaveURL("/history?app=checkout&span=month");
});

test("a machine's page says what it carries, what would happen without it, and what was", async ({ page }) => {
  await page.goto("/machines");
  await page.getByRole("link", { name: "10.0.1.1", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Machine 10.0.1.1" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Units on each machine" })).toBeVisible();
  const bars = page.getByRole("region", { name: "Units on each machine" }).getByRole("link");
  await expect(bars).toHaveText(["10.0.1.1", "10.0.1.2", "10.0.1.3"]);
  for (const bar of await bars.all()) await expect(bar.getByText(/^10\.0\.1\.\d$/), "its name is seen").toBeVisible();
  await expect(bars.nth(1)).toHaveAccessibleName(/^10\.0\.1\.2: \d+ units$/);
  await expect(bars.and(page.locator("[aria-current=page]"))).toHaveText("10.0.1.1");
  await expect(page.getByRole("heading", { name: "If this machine went away" })).toBeVisible();
  await expect(page.getByText(/of \d+ units would run nowhere/)).toBeVisible();
  await expect(page.getByRole("figure", { name: "Units on this machine" })).toBeVisible();
  await page.getByRole("navigation", { name: "How far back" }).getByRole("link", { name: "12 months" }).click();
  await expect(page).toHaveURL(/machine=[0-9a-f]+&span=year$/);
});

for (const colorScheme of ["dark", "light"] as const) {
  for (const where of ["/history", "/history?span=week", "/history?app=web", "/history?app=web&span=year", "/machines", "a machine"]) {
    test(`${where} in ${colorScheme}: no barrier, nothing that sticks out`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const complaints: string[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      if (where === "a machine") {
        await page.goto("/machines");
        await page.getByRole("link", { name: "10.0.1.2", exact: true }).click();
      } else {
        await page.goto(where);
      }
      await expect(page.locator(where === "/machines" ? ".machine" : ".chart").first()).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      for (const width of [390, 900, 1440, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sticksOut(page), `sticks out at ${width} px`).toBe(false);
        await shot(page, `${where.replace(/\W+/g, "-")}-${colorScheme}-${width}`);
      }
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ")) }))).toEqual([]);
      expect(complaints).toEqual([]);
    });
  }
}

async function sticksOut(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Pictures to look at, where somebody wants them. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
}
