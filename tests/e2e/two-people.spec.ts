/** Two people at once: each sees what the other does, can take it back, and never acts on a plan that is no longer so. */
import type { Browser, Page } from "@playwright/test";

import { Client } from "./client";
import { expect, test } from "./signed-in";

test("what one begins, the other sees and takes back", async ({ page, browser, quarterdeck }) => {
  const bo = await pageOf(browser, await Client.ofSomebodyElse(quarterdeck, "bo"), quarterdeck.url);
  await bo.goto("/");
  await expect(bo.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  await page.goto("/units/mailer:0.9.4@2.service");
  await page.getByRole("button", { name: "Remove…" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toBeVisible();

  const toast = bo.getByRole("status").filter({ hasText: "Remove mailer:0.9.4@2.service (admin)" });
  await expect(toast).toBeVisible();
  await toast.getByRole("button", { name: "Undo" }).click();
  for (const open of [page, bo]) {
    await expect(open.getByText(/Remove mailer:0\.9\.4@2\.service: undone/)).toBeVisible();
    await expect(open.getByRole("button", { name: "Undo" })).toHaveCount(0);
  }
  await expect(page.getByRole("button", { name: "Remove…" })).toBeEnabled();

  await page.goto("/activity?q=mailer");
  await expect(page.getByRole("listitem").filter({ hasText: "undone" })).toBeVisible();
  await bo.context().close();
});

test("a plan that is no longer so is shown again before anything is done", async ({ page, quarterdeck, client }) => {
  await client.demoTemplates();
  const bo = await Client.ofSomebodyElse(quarterdeck, "bo");
  await page.goto("/");
  await page.getByRole("button", { name: "Deploy mailer…" }).click();
  const panel = page.getByRole("dialog", { name: "Deploy mailer" });
  await panel.getByRole("radio", { name: "Start more beside it" }).check({ force: true });
  await panel.getByRole("combobox", { name: "Version" }).fill("0.9.4");
  const plan = panel.getByRole("region", { name: "Plan" });
  await expect(plan).toContainText("mailer:0.9.4@3");
  const launch = panel.getByRole("button", { name: "Launch 1 instance of mailer 0.9.4" });
  await expect(launch).toBeEnabled();

  await bo.act({ kind: "launch", app: "mailer", version: "0.9.4", count: 1 });
  await launch.click();
  await expect(panel.getByText("The cluster changed meanwhile.")).toBeVisible();
  await expect(panel.getByText("nothing has been started")).toBeVisible();
  await expect(plan).toContainText("mailer:0.9.4@4");
  await expect(plan).not.toContainText("mailer:0.9.4@3");
  expect(await client.units()).not.toContain("mailer:0.9.4@4.service");

  await panel.getByRole("button", { name: "Review changes" }).click();
  await launch.click();
  await expect(panel).toBeHidden();
  await expect(page.getByRole("link", { name: /^mailer:0\.9\.4@4\b/ }).first()).toBeVisible();
});

test("what is to be removed is asked again when it is more than one saw", async ({ page, client, quarterdeck }) => {
  await client.demoTemplates();
  const bo = await Client.ofSomebodyElse(quarterdeck, "bo");
  await page.goto("/?open=search");
  const section = page.getByRole("region", { name: "5.2.0", exact: true });
  await section.getByRole("button", { name: /^Remove \d units?… of search 5\.2\.0$/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "Units" }).getByRole("listitem")).toHaveCount(2);

  await bo.act({ kind: "launch", app: "search", version: "5.2.0", count: 1 });
  await dialog.getByRole("button", { name: /^Remove 2 units/ }).click();
  await expect(dialog.getByText("The cluster changed meanwhile.")).toBeVisible();
  await expect(dialog.getByRole("list", { name: "Units" }).getByRole("listitem")).toHaveCount(3);
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("button", { name: "Undo" })).toHaveCount(0);
  expect(await client.units()).toEqual(expect.arrayContaining(["search:5.2.0@1.service", "search:5.2.0@2.service"]));
});

async function pageOf(browser: Browser, client: Client, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  await context.addCookies([client.cookie]);
  return context.newPage();
}
