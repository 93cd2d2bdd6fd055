/** The page in German: chosen, kept, and without an English word on any page, in any menu, dialog or panel. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { de } from "./catalogue";
import { sticksOut } from "./looks";
import { englishBehind, englishOn, settled } from "./said";
import { pair, VIEW } from "./screens";
import { Client } from "./client";
import { expect, lookingTest as test, test as changing } from "./signed-in";

/** Words of systemd and Fleet, which stand as they are. */
const TERMS = /“(After|launched|loaded|inactive|loaded, active, running)”/;

const without = (found: string[]) => found.filter((text) => !TERMS.test(text));

const PAGES = [
  "/",
  "/?open=web",
  "/?deploy=web",
  "/?new=paste",
  "/?new=starter",
  "/deployments",
  "/units",
  "/units?q=nichts",
  "/units/checkout:2.4.1@1.service",
  "/units/checkout:2.4.1@4.service",
  "/machines",
  "/history",
  "/history?app=web",
  "/activity",
  "/settings/templates",
  "/settings/templates?app=web",
  "/settings/people",
  "/settings/access",
  "/settings/tokens",
  "/settings/screens",
  "/settings/clusters",
  "/settings/account",
  "/gibt-es-nicht",
];

const GERMAN = { locale: "de-DE", timezoneId: "Europe/Berlin" };

test.describe("in German", () => {
  test.use(GERMAN);

  for (const path of PAGES) {
    test(`${path} has no English word, whatever is opened there`, async ({ page, visitor }) => {
      test.setTimeout(180_000);
      await visitor.demoTemplates();
      expect(without(await englishBehind(page, path))).toEqual([]);
    });

    test(`${path} has room for longer words`, async ({ page, visitor }) => {
      await visitor.demoTemplates();
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.goto(path);
      await settled(page);
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sticksOut(page), `sticks out at ${width} px`).toEqual([]);
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ")) }))).toEqual([]);
      }
    });
  }

  test("search, commands and the list of keys", async ({ page }) => {
    await page.goto("/");
    await settled(page);
    for (const key of ["?", "Control+k"]) {
      await page.keyboard.press(key);
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await englishOn(page)).toEqual([]);
      if (key === "?") await page.keyboard.press("Escape");
    }
    for (const typed of ["web", "farben", "anhalten mailer", "einstellungen", "nichts davon"]) {
      await page.getByRole("combobox").fill(typed);
      await expect(page.getByRole("combobox")).toHaveValue(typed);
      expect(await englishOn(page), typed).toEqual([]);
    }
  });

  test("dates are written as in Germany, numbers too", async ({ page }) => {
    await page.goto("/activity");
    const title = await page.locator("time[title]").first().getAttribute("title");
    expect(title).toMatch(/^\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}:\d{2} /);
  });

  test("the server is asked in German too", async ({ page }) => {
    const asked: (string | null)[] = [];
    const streams: string[] = [];
    page.on("request", async (request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname === "/api/v1/events") streams.push(searchParams.get("language") ?? "");
      else if (pathname.startsWith("/api/")) asked.push(await request.headerValue("accept-language"));
    });
    await page.goto("/");
    await settled(page);
    await expect.poll(() => streams.length).toBeGreaterThan(0);
    expect(new Set(streams)).toEqual(new Set(["de"]));
    expect(new Set(asked)).toEqual(new Set(["de"]));
  });

  for (const [what, answer] of [
    ["does not come", undefined],
    ["is of another build", "0123456789abcdef\nGuten Tag\n"],
  ] as const) {
    test(`English is spoken where the catalogue ${what}`, async ({ page }) => {
      await page.route("**/german-*.txt", (route) => (answer ? route.fulfill({ body: answer }) : route.abort()));
      await page.goto("/");
      await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", "en");
    });
  }
});

/** The menu under one's name, open. */
async function userMenu(page: Page, label: string) {
  await page.locator(`summary[aria-label^="${label}"]`).click();
  return page.locator(".bar .menu-list");
}

test("who has an English browser chooses German, and stays with it", async ({ page }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(request.url()));
  await page.goto("/units?q=web");
  await settled(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  expect(fetched.filter((url) => url.includes("german")), "English needs no catalogue").toEqual([]);

  await (await userMenu(page, "Account")).getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("heading", { level: 1, name: de("units.title") })).toBeVisible();
  await expect(page).toHaveURL("/units?q=web");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.reload();
  await expect(page.getByRole("navigation", { name: de("frame.navigation") })).toBeVisible();

  // As the browser has it, again.
  await page.goto("/settings/account");
  const choices = page.getByRole("radiogroup", { name: de("state.language") });
  await expect(choices.getByRole("radio", { name: "Deutsch" })).toBeChecked();
  await choices.getByRole("radio", { name: de("state.language-automatic") }).click({ force: true });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  await expect(page.getByRole("radio", { name: "As the browser" })).toBeChecked();
});

test.describe("before anybody is signed in", () => {
  test.use(GERMAN);

  test("the sign-in page speaks the browser's language, and another one if it is chosen", async ({ page, context }) => {
    await context.clearCookies();
    await page.goto("/");
    const signIn = page.getByRole("button", { name: de("sign-in.button"), exact: true });
    await expect(signIn).toBeVisible();
    await page.getByLabel(de("sign-in.name")).fill("niemand");
    await page.getByLabel(de("sign-in.password")).fill("falsch");
    await signIn.click();
    await expect(page.getByRole("alert")).toBeVisible();
    expect(without(await englishOn(page))).toEqual([]);
    await page.setViewportSize({ width: 390, height: 900 });
    expect(await sticksOut(page)).toEqual([]);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

    await page.getByRole("button", { name: "English" }).click();
    await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
  });
});

changing("an invitation is taken in the other language as well", async ({ page, context, client }) => {
  const body = { name: "vera", grant: { role: "viewer" }, invite_hours: 1 };
  const { invitation } = await client.call<{ invitation: { link: string } }>("POST", "/api/v1/users", body);
  await context.clearCookies();
  const { pathname, hash } = new URL(invitation.link);
  await page.goto(pathname + hash);
  await page.getByRole("button", { name: "Deutsch" }).click();
  const password = page.getByLabel(de("sign-in.new-password"));
  await expect(password).toBeVisible();
  expect(page.url(), "its code is out of the address again").not.toContain("#");
  await password.fill("a long enough password");
  await page.getByRole("button", { name: de("sign-in.set-password") }).click();
  await expect(page.getByRole("navigation", { name: de("frame.navigation") })).toBeVisible();
});

changing.describe("in German, while something goes on", () => {
  changing.use(GERMAN);
  changing.setTimeout(300_000);

  changing("a deployment at work, paused and done, and what the record says of it", async ({ page, client, browser, quarterdeck }) => {
    await client.writeTemplate("example", SOURCE, 0, { gate: { steady_s: 1 }, wanted: 2, min: 1 });
    await client.act({ kind: "deploy", app: "example", version: "1.0.0", count: 2 });
    await ended(client, "done");
    await client.act({ kind: "deploy", app: "example", version: "2.0.0", count: 2 });
    const { id } = (await client.newestDeployment())!;
    const path = `/deployments/${id}`;
    const found = new Set<string>();
    const look = async (at: string) => (await englishBehind(page, at)).forEach((text) => found.add(text));

    await page.goto(path);
    await page.getByRole("button", { name: de("deployment.pause"), exact: true }).click();
    await ended(client, "paused");
    await look(path);
    await look("/deployments");
    await page.goto(path);
    await page.getByRole("button", { name: de("deployment.resume"), exact: true }).click();
    await ended(client, "done");
    await look(path);
    await look("/?open=example");
    await look("/units/example:2.0.0@1.service");

    // One that waits for somebody else, as both see it.
    await client.writeTemplate("example", SOURCE, 1, { gate: { steady_s: 1 }, wanted: 2, min: 1, approval: "second_person" });
    const bo = await Client.ofSomebodyElse(quarterdeck, "bo");
    await bo.act({ kind: "deploy", app: "example", version: "3.0.0", count: 2 });
    for (const at of ["/", "/deployments", `/deployments/${(await client.newestDeployment())!.id}`]) await look(at);
    await look("/settings/templates?app=example");
    await look("/activity");
    expect(without([...found])).toEqual([]);
  });
});

changing("the choice outlives signing out", async ({ page }) => {
  await page.goto("/");
  await (await userMenu(page, "Account")).getByRole("button", { name: "Deutsch" }).click();
  await expect(page.getByRole("navigation", { name: de("frame.navigation") })).toBeVisible();
  await (await userMenu(page, "Konto")).getByRole("button", { name: de("frame.sign-out") }).click();
  await page.getByRole("dialog").getByRole("button", { name: de("confirm.leave-button") }).click();
  const signIn = page.getByRole("button", { name: de("sign-in.button"), exact: true });
  await expect(signIn).toBeVisible();
  await page.reload();
  await expect(signIn).toBeVisible();
});

changing("a wall display speaks the language that its settings say, and else its browser's", async ({ browser, client, quarterdeck }) => {
  const context = await browser.newContext({ baseURL: quarterdeck.url });
  const screen = await pair(context, quarterdeck.url, client, "Küche", { ...VIEW, language: "de" });
  const display = await context.newPage();
  await display.goto("/screen");
  await expect(display.locator("html")).toHaveAttribute("lang", "de");
  await expect(display.locator(".verdict")).toBeVisible();
  expect(without(await englishOn(display))).toEqual([]);
  // Its longest word fits a phone as well.
  await display.setViewportSize({ width: 390, height: 844 });
  await expect(display.locator(".verdict")).toContainText("Aufmerksamkeit");
  const end = await display.locator(".verdict").evaluate((verdict) => {
    const words = document.createRange();
    words.selectNodeContents(verdict);
    return words.getBoundingClientRect().right;
  });
  expect(end).toBeLessThanOrEqual(390);
  await client.call("PATCH", `/api/v1/screens/${screen.id}`, { view: VIEW });
  await expect(display.locator("html")).toHaveAttribute("lang", "en");
  await context.close();
});

const SOURCE = "[Service]\nExecStart=/bin/sleep 1000\n";

/** Waits until the newest deployment stands so. */
async function ended(client: Client, state: string) {
  await expect.poll(() => client.newestDeployment().then((newest) => newest?.state.kind), { timeout: 90_000 }).toBe(state);
}
