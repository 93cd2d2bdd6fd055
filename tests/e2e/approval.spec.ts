/** A change that waits for a second person: asked for by one, seen and decided by another. And apps that are frozen. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

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
  await panel.getByLabel("Note or ticket").fill("OPS-7");
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
  // How long it waits means nothing as long as nobody is asked.
  const limit = settings.getByLabel("What is asked for waits at most");
  await expect(limit).toHaveCount(0);
  await settings.getByRole("checkbox", { name: /A second person approves/ }).check();
  await limit.selectOption("4 h");
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
  await expect(bo.getByRole("main").getByText("OPS-7"), "the note stands there once").toHaveCount(1);
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

const HOUR_MS = 3_600_000;

/** With a clock that is set: a freeze ends while the page is open. */
const overHours = test.extend<{ clock: { file: string; set(hoursOn: number): Promise<void> } }>({
  clock: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "clock-e2e-"));
    const file = path.join(folder, "clock");
    const set = (hoursOn: number) => writeFile(file, String(hoursOn * HOUR_MS));
    await set(0);
    await use({ file, set });
    await rm(folder, { recursive: true, force: true });
  },
  env: async ({ clock }, use) => use({ CLOCK_FILE: clock.file }),
});

overHours("a frozen app says so on its row, and why, as long as it is frozen", async ({ page, client, clock }) => {
  const app = (name: string) => page.getByRole("listitem").filter({ has: page.getByRole("button", { name, exact: true }) });
  const mark = (name: string) => app(name).getByRole("link", { name: "frozen", exact: true });
  for (const name of ["example", "other"]) {
    await client.writeTemplate(name, SOURCE);
    await client.act({ kind: "launch", app: name, version: "1.0.0", count: 1 });
  }
  await page.goto("/");
  await expect(app("example")).toBeVisible();
  await expect(app("other")).toBeVisible();
  await expect(mark("example")).toHaveCount(0);

  // Somebody freezes one of the two while the page is open; another freeze is yet to come.
  const freeze = (reason: string, fromH: number, untilH: number) => {
    const at = (hours: number) => Math.round(Date.now() + hours * HOUR_MS);
    return { reason, window: { kind: "once", from_ms: at(fromH), until_ms: at(untilH) } };
  };
  await client.writeTemplate("example", SOURCE, 1, { freezes: [freeze("release weekend", -1, 2)] });
  await client.writeTemplate("other", SOURCE, 1, { freezes: [freeze("the fair", 4, 8)] });
  await expect(mark("example")).toBeVisible();
  await expect(mark("example")).toHaveAttribute("title", /^example is frozen until .+ \(your time\): release weekend$/);
  await expect(mark("other")).toHaveCount(0);
  await page.reload();
  await expect(mark("example")).toBeVisible();

  // It ends by itself, and the other one begins.
  await clock.set(5);
  await expect(mark("other")).toBeVisible();
  await expect(mark("other")).toHaveAttribute("title", /the fair$/);
  await expect(mark("example")).toHaveCount(0);

  // The mark leads to where it is set.
  await mark("other").click();
  await expect(page).toHaveURL(/\/settings\/templates\?app=other$/);
  await expect(page.getByRole("region", { name: "How it is deployed" })).toContainText("1 freeze");
});
