/** Rows neither come, go nor move under a pointer: they wait behind a button, which keys reach too. */
import type { Locator, Page } from "@playwright/test";

import type { Client } from "./client";
import { press } from "./keys";
import { expect, test } from "./signed-in";

const SOURCE = "[Service]\nExecStart=/bin/sleep 1000\n";

/** Where rows are, one of them, and what brings one more before it. */
interface List {
  path: string;
  /** What must have been for there to be a row. */
  before?: (client: Client) => Promise<void>;
  row: (page: Page) => Locator;
  more: (client: Client) => Promise<void>;
  /** What has come then. */
  come: (page: Page) => Locator;
}

const LISTS: List[] = [
  {
    path: "/",
    row: (page) => page.getByRole("list").getByRole("button", { name: "web", exact: true }),
    more: (client) => client.writeTemplate("aaa", SOURCE),
    come: (page) => page.getByRole("list").getByRole("button", { name: "aaa", exact: true }),
  },
  {
    path: "/units",
    row: (page) => page.getByRole("link", { name: "web:1.9.0@1.service" }),
    more: async (client) => {
      await client.writeTemplate("aaa", SOURCE);
      await client.act({ kind: "launch", app: "aaa", version: "1.0.0", count: 1 });
    },
    come: (page) => page.getByRole("link", { name: "aaa:1.0.0@1.service" }),
  },
  {
    path: "/deployments",
    before: async (client) => {
      await client.act({ kind: "restart_app", app: "web" });
      await expect.poll(async () => (await client.newestDeployment())?.state.kind, { timeout: 90_000 }).toBe("done");
    },
    row: (page) => page.getByRole("link", { name: /web/ }).first(),
    more: (client) => client.act({ kind: "restart_app", app: "mailer" }),
    come: (page) => page.getByRole("table").getByRole("link", { name: /mailer/ }).first(),
  },
  {
    path: "/activity",
    row: (page) => page.getByText("admin signed in").first(),
    more: (client) => client.act({ kind: "stop_unit", unit: "mailer:0.9.4@2.service" }),
    come: (page) => page.getByText("admin stopped mailer:0.9.4@2.service"),
  },
];

for (const { path, before, row, more, come } of LISTS) {
  test(`${path}: what comes waits while the pointer is over the rows`, async ({ page, client }) => {
    test.setTimeout(150_000);
    await client.demoTemplates();
    await before?.(client);
    await page.goto(path);
    await expect(page.locator(".fresh-rows")).toBeAttached();
    await row(page).hover();
    const place = await row(page).boundingBox();
    await more(client);
    const show = page.getByRole("button", { name: /^\d+ updates?: show$/ });
    // A pointer that rests for half a minute holds nothing any more.
    await expect(async () => {
      await row(page).hover();
      await expect(show).toBeVisible({ timeout: 1_000 });
    }).toPass({ timeout: 60_000 });
    await expect(come(page)).toHaveCount(0);
    expect(await row(page).boundingBox(), "the row under the pointer").toEqual(place);
    await press(page, show);
    await expect(come(page)).toBeVisible();
    await expect(show).toHaveCount(0);
  });
}

test("who takes the pointer away, or leaves it there, sees what came", async ({ page, client }) => {
  await client.demoTemplates();
  await page.clock.install();
  const { path, row, more, come } = LISTS[0];
  await page.goto(path);
  await expect(page.locator(".fresh-rows")).toBeAttached();
  await row(page).hover();
  await more(client);
  const show = page.getByRole("button", { name: "1 update: show" });
  await expect(show).toBeVisible();
  await page.getByRole("heading", { level: 1 }).hover();
  await expect(come(page)).toBeVisible();

  await row(page).hover();
  await client.call("DELETE", "/api/v1/apps/aaa");
  await expect(show).toBeVisible();
  await page.clock.fastForward(31_000);
  await expect(come(page)).toHaveCount(0);
  await expect(show).toHaveCount(0);
});
