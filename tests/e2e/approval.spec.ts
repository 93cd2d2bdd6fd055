/** A change that waits for a second person: asked for by one, seen and decided by another. */
import type { Browser, Page } from "@playwright/test";

import { Client } from "./client";
import { expect, test } from "./signed-in";

const SOURCE = "[Service]\nExecStart=/bin/sleep 1000\n";

async function pageOf(browser: Browser, client: Client, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  await context.addCookies([client.cookie]);
  return context.newPage();
}

/** Asks for a version in the panel of the app. */
async function ask(page: Page, version: string): Promise<void> {
  await page.goto("/?deploy=example");
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await panel.getByRole("combobox", { name: "Version" }).fill(version);
  await expect(panel.getByText("example wants the approval of a second person.")).toBeVisible();
  await panel.getByRole("button", { name: "Ask for approval" }).click();
}

test("what one asks for, another approves or declines", async ({ page, browser, quarterdeck, client }) => {
  await client.writeTemplate("example", SOURCE);
  await client.act({ kind: "launch", app: "example", version: "1.0.0", count: 1 });
  await expect.poll(() => client.units()).toContain("example:1.0.0@1.service");
  const bo = await pageOf(browser, await Client.ofSomebodyElse(quarterdeck, "bo"), quarterdeck.url);

  // It is set where the app's other settings are, with a freeze beside it.
  await page.goto("/settings/templates?app=example");
  const said = page.getByRole("region", { name: "How it is deployed" });
  await said.getByRole("button", { name: "Approval and freezes of example…" }).click();
  const settings = page.getByRole("dialog", { name: "Who has to agree before example changes" });
  await settings.getByRole("checkbox", { name: /A second person approves/ }).check();
  await settings.getByRole("button", { name: "Add a freeze" }).click();
  const freeze = settings.getByRole("group", { name: "Freeze" });
  // What is missing is said once somebody has left it out, not before.
  const missing = settings.getByText(/Say why: whoever has to wait reads it/);
  await expect(missing).toBeHidden();
  await freeze.getByLabel("Why").focus();
  await settings.getByRole("checkbox", { name: /A second person approves/ }).focus();
  await expect(missing).toBeVisible();
  await freeze.getByLabel("Why").fill("weekend");
  await expect(freeze.getByText(/^In your time now: /)).toBeVisible();
  await freeze.getByRole("button", { name: "Remove this freeze" }).click();
  await settings.getByRole("button", { name: "Save as revision 2" }).click();
  await expect(said).toContainText("a second person approves");

  // Whoever asks can't approve; the other sees it at once, and declines it.
  await bo.goto("/deployments");
  await ask(page, "2.0.0");
  const waits = page.getByRole("region", { name: "Waits for approval" });
  await expect(waits).toContainText("waits for somebody else's approval");
  const own = waits.getByRole("button", { name: "Start it now…" });
  await expect(own).toHaveAttribute("aria-description", "You asked for this: somebody else must approve it.");
  const row = bo.getByRole("region", { name: "Waits for approval" }).getByRole("link", { name: /1\.0\.0 → 2\.0\.0/ });
  await row.click();
  const seen = bo.getByRole("region", { name: "Waits for approval" });
  await seen.getByRole("button", { name: "Decline…" }).click();
  const question = bo.getByRole("dialog", { name: "Decline it?" });
  await question.getByLabel("Why").fill("Not today.");
  await question.getByRole("button", { name: "Decline" }).click();
  for (const open of [page, bo]) {
    await expect(open.getByRole("region", { name: "State of the deployment" })).toContainText("Declined by bo");
  }

  // Asked for again, it is approved with the plan that is shown, and runs as the one's who asked.
  await ask(page, "2.0.0");
  await expect(waits).toBeVisible();
  await bo.goto("/?open=example");
  await bo.getByRole("region", { name: "Waits for approval" }).getByRole("button", { name: "Approve…" }).click();
  await bo.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
  await expect(page.getByText("approved by bo")).toBeVisible();
  const units = async () => (await client.units()).filter((name) => name.startsWith("example:"));
  await expect.poll(units, { timeout: 60_000 }).toEqual(["example:2.0.0@1.service"]);
  await page.goto("/activity?q=example");
  await expect(page.getByText("bo approved admin's deployment of example 2.0.0")).toBeVisible();
  await bo.context().close();
});
