/** Desktop notifications: only for those who asked, only while nobody looks, and once, however many tabs are open. */
import type { BrowserContext, Page } from "@playwright/test";

import { expect, test } from "./signed-in";

interface Told {
  title: string;
  tag: string;
}

declare global {
  interface Window {
    told: Told[];
    unseen: boolean;
  }
}

test("tell what happens behind one's back, once over all tabs", async ({ client, context, page, baseURL }) => {
  test.setTimeout(180_000);
  await client.demoTemplates();
  const other = await inTwoTabs(context, page, baseURL);

  await unseen(context, true);
  await client.act({ kind: "restart_app", app: "mailer" });
  await expect.poll(() => told(context), { timeout: 60_000 }).toContain("mailer: deployment ended");
  const ended = (await told(context)).filter((title) => title === "mailer: deployment ended");
  expect(ended, "one of two tabs tells it").toHaveLength(1);

  // While one of them is looked at, none tells anything.
  await page.evaluate(() => (window.unseen = false));
  const before = await told(context);
  await client.act({ kind: "restart_app", app: "mailer" });
  await expect(page.getByText(/Restart .*mailer.*: done/)).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => other.evaluate(() => localStorage.getItem("told")?.split("\n").length ?? 0)).toBeGreaterThan(1);
  expect(await told(context)).toEqual(before);

  await page.goto("/settings/account");
  const section = page.getByRole("region", { name: "Notifications" });
  await section.getByRole("button", { name: "Turn off notifications" }).click();
  await expect(section.getByRole("button", { name: "Turn on notifications…" })).toBeVisible();
});

test("tell it once also where a tab has not read yet what another one wrote", async ({ client, context, page, baseURL }) => {
  test.setTimeout(120_000);
  await client.demoTemplates();
  await context.addInitScript(() => {
    const read = Storage.prototype.getItem;
    Storage.prototype.getItem = function (key) {
      return key === "told" ? null : read.call(this, key);
    };
  });
  await inTwoTabs(context, page, baseURL);

  await unseen(context, true);
  await client.act({ kind: "restart_app", app: "mailer" });
  await client.act({ kind: "restart_app", app: "web" });
  await expect.poll(() => told(context), { timeout: 60_000 }).toContain("web: deployment ended");
  await expect.poll(() => told(context), { timeout: 60_000 }).toContain("mailer: deployment ended");
  const all = await told(context);
  expect(all).toHaveLength(new Set(all).size);
});

test("a browser that does not allow them says so", async ({ context, page }) => {
  await context.addInitScript(() => {
    Object.defineProperty(Notification, "permission", { get: () => "denied" });
    Notification.requestPermission = () => Promise.resolve("denied");
  });
  await page.goto("/settings/account");
  const section = page.getByRole("region", { name: "Notifications" });
  await section.getByRole("button", { name: "Turn on notifications…" }).click();
  await expect(section.getByText(/^This browser does not allow notifications/)).toBeVisible();
});

/** Asks for notifications, and opens the Apps in two tabs. Gives the second one. */
async function inTwoTabs(context: BrowserContext, page: Page, origin: string | undefined): Promise<Page> {
  await context.grantPermissions(["notifications"], { origin });
  await context.addInitScript(listen);

  // Nobody is told who did not ask.
  await page.goto("/settings/account");
  const section = page.getByRole("region", { name: "Notifications" });
  await section.getByRole("button", { name: "Turn on notifications…" }).click();
  await expect(section.getByText("They are on.")).toBeVisible();

  const other = await context.newPage();
  for (const tab of [page, other]) {
    await tab.goto("/");
    await expect(tab.getByRole("list").getByRole("button", { name: "mailer", exact: true })).toBeVisible();
    // The demo has an app that no machine takes, which counts once that has been so for a while.
    await expect(tab).toHaveTitle(/^\(\d+\) Apps/, { timeout: 40_000 });
  }
  return other;
}

/** Runs in each page before anything else: notes what is shown, and lets a test say that nobody looks. */
function listen() {
  window.told = [];
  window.unseen = false;
  const Real = window.Notification;
  window.Notification = class extends Real {
    constructor(title: string, options?: NotificationOptions) {
      super(title, options);
      window.told.push({ title, tag: options?.tag ?? "" });
    }
  };
  Object.defineProperty(document, "hidden", { get: () => window.unseen });
  document.hasFocus = () => !window.unseen;
}

async function unseen(context: BrowserContext, is: boolean) {
  for (const tab of context.pages()) await tab.evaluate((is) => (window.unseen = is), is);
}

async function told(context: BrowserContext): Promise<string[]> {
  const of = (tab: Page) => tab.evaluate(() => window.told.map(({ title }) => title));
  return (await Promise.all(context.pages().map(of))).flat();
}
