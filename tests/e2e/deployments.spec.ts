/**
 * Deployments as people see them, over a simulated Fleet whose units can be made to fail: watched by two at once, rolled
 * back, promoted, aborted, taken over, and going on under an open page when the server is killed.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import AxeBuilder from "@axe-core/playwright";
import type { Browser, Page } from "@playwright/test";

import { Client } from "./client";
import { type Fleet, startFleet } from "./fleet";
import { state, sticksOut } from "./looks";
import { expect, test as base } from "./signed-in";

const SOURCE =
  "[Service]\nTimeoutStartSec=0\nExecStartPre=/usr/bin/docker pull example:{version}\nExecStart=/usr/bin/docker run example:{version}\n";

const test = base.extend<{ fleet: Fleet }>({
  // Fleet's own pace matters here only as far as one can look at what happens.
  fleet: async ({}, use) => {
    const fleet = await startFleet("tcp", 4);
    await use(fleet);
    await fleet.stop();
  },
  env: async ({ fleet }, use) => use({ FLEET_ENDPOINT: fleet.endpoint }),
});

test.describe.configure({ timeout: 150_000 });

interface Settings {
  [name: string]: unknown;
}

/** An app whose version 1.0.0 runs with so many instances. */
async function running(client: Client, count: number, settings: Settings = {}) {
  await client.writeTemplate("example", SOURCE, 0, { gate: { steady_s: 1 }, wanted: count, ...settings });
  const strategy = { kind: "rolling", batch: count, surge: count };
  await client.act({ kind: "deploy", app: "example", version: "1.0.0", count, strategy });
  await ended(client, "done");
}

/** Waits until the newest deployment stands so. */
async function ended(client: Client, state: string) {
  await expect.poll(() => client.newestDeployment().then((newest) => newest?.state.kind), { timeout: 90_000 }).toBe(state);
}

/** Deploys a version by the panel; ends on the deployment's page. */
async function deploy(page: Page, version: string, note = "") {
  await page.goto("/?deploy=example");
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await panel.getByRole("combobox", { name: "Version" }).fill(version);
  if (note) await panel.getByLabel("Note or ticket").fill(note);
  const start = panel.getByRole("button", { name: new RegExp(`^Deploy \\d+ instances? of example ${version}$`) });
  await expect(start).toBeEnabled();
  await start.click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`^example .*${version}`) })).toBeVisible();
}

/** Another window, signed in as somebody. */
async function windowOf(browser: Browser, client: Client, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  await context.addCookies([client.cookie]);
  return context.newPage();
}

test("a rolling deployment is watched by two, and they see the same", async ({ browser, client, page, baseURL }) => {
  await running(client, 5, { min: 5 });
  await deploy(page, "2.0.0", "OPS-1");
  const other = await windowOf(browser, client, baseURL);
  await other.goto(page.url());

  for (const seen of [page, other]) {
    await expect(seen.getByRole("heading", { level: 1, name: "example 1.0.0 → 2.0.0" })).toBeVisible();
    await expect(seen.getByText("OPS-1")).toBeVisible();
    await expect(seen.getByText(/^Serving now: [5-9] healthy, at least 5$/)).toBeVisible();
    await expect(seen.getByRole("img", { name: /^example:1\.0\.0@\d, was running/ })).toHaveCount(5);
    await expect(seen).toHaveTitle(/^\d+ % example 2\.0\.0 · Quarterdeck$/);
  }
  const current = (seen: Page) => seen.locator("[aria-current=step] .stage-title").first();
  await expect(current(page)).toBeVisible();

  // Paused in one window, both stand still; let go on in the other one, both go on.
  await page.getByRole("button", { name: "Pause" }).click();
  for (const seen of [page, other]) await expect(state(seen, "paused")).toBeVisible();
  await other.getByRole("button", { name: "Resume", exact: true }).click();
  for (const seen of [page, other]) {
    await expect(state(seen, "done")).toBeVisible({ timeout: 90_000 });
    await expect(seen.getByRole("link", { name: /^example:2\.0\.0@\d, running/ })).toHaveCount(5);
    await expect(seen.getByRole("img", { name: /removed since$/ })).toHaveCount(5);
    await expect(seen.getByText(/^admin paused it/)).toBeVisible();
    await expect(seen).toHaveTitle(/^example 1\.0\.0 → 2\.0\.0 · Quarterdeck$/);
  }
  const units = await client.units();
  expect(units.filter((unit) => unit.startsWith("example:1.0.0"))).toEqual([]);
});

test("a bad version fails its gate and rolls back by itself", async ({ client, page, fleet }) => {
  await running(client, 2, { min: 2, on_failure: "roll_back", step_limit_s: 20 });
  await fleet.order("/units/fail-start", { units: "example:3.0.0@*" });
  await deploy(page, "3.0.0");
  await expect(state(page, "rolled back")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/^Serving now: 2 healthy$/)).toBeVisible();
  await expect(page.getByRole("region", { name: "State of the deployment" })).toContainText("example:3.0.0@");
  await expect(page.getByRole("region", { name: "After" })).toContainText("2 of 2 run");
  const units = await client.units();
  expect(units.filter((unit) => unit.startsWith("example:3.0.0"))).toEqual([]);

  // What went wrong is told on the home page, and leads back here.
  await page.goto("/");
  const told = page.getByRole("region", { name: "Needs attention" });
  await expect(told).toContainText("The deployment of 3.0.0 rolled back by itself");
  await told.getByRole("link", { name: "Open example" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /example .*3\.0\.0/ })).toBeVisible();
});

test("a canary waits for a person, and is promoted", async ({ client, page }) => {
  await running(client, 3, { strategy: { kind: "canary", count: 1, batch: 2, surge: 1 } });
  await deploy(page, "2.0.0");
  const notice = page.getByRole("region", { name: "State of the deployment" });
  await expect(notice).toContainText("The first instances of 2.0.0 run: are they good?", { timeout: 60_000 });
  await expect(page.getByRole("region", { name: "After" }).getByRole("link", { name: /^example:2\.0\.0@\d, running/ })).toHaveCount(1);
  const compared = page.getByRole("region", { name: "New and old compared" });
  await expect(compared.getByRole("row", { name: "Healthy 1 of 1 3 of 3" })).toBeVisible();
  await expect(compared.getByRole("row", { name: "Gate passed 1 of 1" })).toBeVisible();
  await expect(compared.getByRole("listitem")).toContainText("passed its gate");
  const choices = page.getByRole("list", { name: "What you can do" });
  await expect(choices.getByRole("listitem").filter({ hasText: "Roll back…" })).toContainText("Brings back 3 of 1.0.0");
  await choices.getByRole("button", { name: "Continue with the rest" }).click();
  await expect(notice).toBeHidden();
  await expect(state(page, "done")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: /^example:2\.0\.0@\d, running/ })).toHaveCount(3);
});

test("an abort halfway keeps the old version serving", async ({ client, page, fleet }) => {
  await running(client, 3, { min: 3 });
  await fleet.order("/units/slow-pull", { units: "example:2.0.0@*", seconds: 600 });
  await deploy(page, "2.0.0");
  await expect(page.getByText(/^Serving now: 3 healthy, at least 3$/)).toBeVisible();
  await expect(page.getByRole("link", { name: /^example:2\.0\.0@1, starting/ })).toBeVisible();
  await page.getByRole("button", { name: "Abort…" }).click();
  const sure = page.getByRole("dialog", { name: "Abort this deployment?" });
  await expect(sure).toContainText("What serves now goes on serving: 3 of 1.0.0.");
  await expect(sure).toContainText("What does not serve stays as well, and may still start: 1 starting of 2.0.0.");
  await sure.getByRole("button", { name: "Abort it" }).click();
  await expect(state(page, "aborted")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText(/^Serving now: 3 healthy$/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Details" }), "its page says how it ended").toHaveCount(0);

  // What it left behind goes when what ran before is brought back.
  await page.getByRole("button", { name: "Roll back to 1.0.0…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Roll example back to 3 instances of example 1\.0\.0$/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^example .*→ 1\.0\.0|^example 1\.0\.0/ })).toBeVisible();
  await expect(state(page, "done")).toBeVisible({ timeout: 60_000 });
  expect((await client.units()).filter((unit) => !unit.startsWith("example:1.0.0"))).toEqual([]);
});

test("a failed step is tried again", async ({ client, page, fleet }) => {
  await running(client, 2, { min: 2 });
  await fleet.order("/units/fail-start", { units: "example:2.0.0@*" });
  await deploy(page, "2.0.0");
  const notice = page.getByRole("region", { name: "State of the deployment" });
  await expect(notice).toContainText("Paused: somebody has to decide", { timeout: 60_000 });
  const choices = page.getByRole("list", { name: "What you can do" });
  await expect(choices.getByRole("listitem").filter({ hasText: "Try again and resume" })).toContainText("Does every failed step again");
  await expect(page.getByRole("row", { name: "Failed or unplaced 1 0" })).toBeVisible();
  await fleet.order("/clear");
  const again = page.getByRole("button", { name: "Try this step again" });
  await expect(again).toHaveAccessibleDescription(/^Does this one step again/);
  await again.click();
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("region", { name: "After" })).toContainText("2 of 2 run");
});

test("an instance that can't start is left out, and the rest goes on", async ({ client, page, fleet }) => {
  await running(client, 3, { min: 2 });
  await fleet.order("/units/fail-start", { units: "example:2.0.0@1.service" });
  await deploy(page, "2.0.0");
  const leaveOut = page.getByRole("button", { name: "Leave this instance out" });
  await expect(leaveOut).toBeVisible({ timeout: 60_000 });
  await leaveOut.click();
  await expect(state(page, "done, not all of it runs")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText("1 instance left out")).toBeVisible();
  const after = page.getByRole("region", { name: "After" });
  await expect(after).toContainText("2 of 3 run");
  await expect(after).toContainText("example:2.0.0@1: left out, still set to run");
  // It is told once on the home page, and can be removed where the link leads.
  await after.getByRole("listitem").filter({ hasText: "left out" }).getByRole("link", { name: "example:2.0.0@1" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "example:2.0.0@1" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Remove/ })).toBeVisible();
});

test("blue and green: the old ones are kept, and removed when somebody says so", async ({ client, page }) => {
  await running(client, 2, { min: 2, keep_old_s: 3_600 });
  await page.goto("/?deploy=example&version=2.0.0");
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await panel.getByText("Rolling: 1 at a time").click();
  await panel.getByLabel("Strategy").selectOption("blue_green");
  await expect(panel).toContainText("The old ones are kept stopped for 1 h");
  const count = panel.getByRole("textbox", { name: "Instances" });
  await count.fill("1500");
  await expect(panel.getByRole("alert")).toHaveText("1000 at most.");
  await count.fill("2");
  await expect(panel.getByText("1000 at most.")).toBeHidden();
  await panel.getByRole("button", { name: /^Deploy 2 instances of example 2\.0\.0$/ }).click();

  await expect(state(page, "done, old ones kept")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("img", { name: /stopped since$/ })).toHaveCount(2);
  expect((await client.units()).filter((unit) => unit.startsWith("example:1.0.0"))).toHaveLength(2);
  await page.getByRole("button", { name: "Remove the old ones now…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove the old ones" }).click();
  await expect(state(page, "done")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("img", { name: /removed since$/ })).toHaveCount(2);
  expect((await client.units()).filter((unit) => unit.startsWith("example:1.0.0"))).toEqual([]);
});

test("while Fleet answers with errors it waits, says why, and goes on by itself", async ({ client, page, fleet }) => {
  await running(client, 3, { min: 3 });
  await fleet.order("/units/slow-pull", { units: "example:2.0.0@*", seconds: 20 });
  await deploy(page, "2.0.0");
  await expect(page.locator("[aria-current=step] .stage-title").first()).toBeVisible();
  await fleet.order("/unavailable");
  await expect(state(page, "paused")).toBeVisible({ timeout: 60_000 });
  const notice = page.getByRole("region", { name: "State of the deployment" });
  await expect(notice).toContainText("Paused, and goes on by itself");
  await expect(notice).toContainText(/503/);
  await fleet.bringBack();
  await expect(notice).toBeHidden({ timeout: 60_000 });
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });
});

test("an app is restarted from its menu", async ({ client, page }) => {
  await running(client, 2, { min: 1 });
  await page.goto("/");
  await page.getByLabel("More for example").click();
  await page.getByRole("button", { name: "Restart…" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Restart / }).click();
  await expect(page.getByRole("heading", { level: 1, name: "example restart of 1.0.0" })).toBeVisible();
  await expect(state(page, "done")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: /^example:1\.0\.0@\d+, running/ })).toHaveCount(2);
});

test("a question stays open while the deployment goes on behind it", async ({ client, page }) => {
  await running(client, 3, { min: 3 });
  await deploy(page, "2.0.0");
  await page.getByRole("button", { name: "Abort…" }).click();
  const sure = page.getByRole("dialog", { name: "Abort this deployment?" });
  await expect(sure).toBeVisible();
  await expect(page).toHaveTitle(/^example 1\.0\.0 → 2\.0\.0 · Quarterdeck$/, { timeout: 90_000 });
  await expect(sure).toBeVisible();
});

test("an earlier version comes back from the app's menu", async ({ client, page }) => {
  await running(client, 2);
  await client.act({ kind: "deploy", app: "example", version: "2.0.0", count: 2 });
  await ended(client, "done");
  await page.goto("/");
  await page.getByLabel("More for example").click();
  await page.getByRole("button", { name: /^Roll back to 1\.0\.0…/ }).click();
  const plan = page.getByRole("dialog");
  await expect(plan).toContainText("1.0.0");
  const planned = page.waitForRequest((request) => request.postDataJSON()?.skip_gates === true);
  await plan.getByRole("checkbox", { name: /^Skip the gate/ }).check();
  await planned;
  await expect(plan.getByRole("checkbox", { name: /^Skip the gate/ })).toBeChecked();
  await plan.getByRole("button", { name: /^Roll example back to 2 instances of example 1\.0\.0$/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "example 2.0.0 → 1.0.0" })).toBeVisible();
  await expect(state(page, "done")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("link", { name: /^example:1\.0\.0@\d+, running/ })).toHaveCount(2);
});

/** With a clock that is set: days pass in between. */
const overDays = test.extend<{ clock: { file: string; set(daysAgo: number): Promise<void> } }>({
  clock: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), "clock-e2e-"));
    const file = path.join(folder, "clock");
    const set = (daysAgo: number) => writeFile(file, String(-daysAgo * 24 * 3_600 * 1_000));
    await set(9);
    await use({ file, set });
    await rm(folder, { recursive: true, force: true });
  },
  env: async ({ fleet, clock }, use) => use({ FLEET_ENDPOINT: fleet.endpoint, CLOCK_FILE: clock.file }),
});

overDays("a version of last week comes back, over all that was deployed since", async ({ browser, client, clock, quarterdeck }) => {
  const looks = (how: string) => SOURCE.replace("docker run", `docker run --env LOOK=${how}`);
  const settings = { gate: { steady_s: 1 }, wanted: 2 };
  const deployed = async (somebody: Client, version: string, count: number) => {
    await somebody.act({ kind: "deploy", app: "example", version, count });
    await ended(somebody, "done");
  };
  /** Nobody's session lasts over days: each day begins with a start of the server and a sign-in. */
  const dayOf = async (daysAgo: number) => {
    await quarterdeck.halt();
    await clock.set(daysAgo);
    await quarterdeck.resume();
    return Client.ofSomebodyElse(quarterdeck, `of-${daysAgo}`);
  };
  await client.writeTemplate("example", looks("old"), 0, settings);
  await deployed(client, "1.0.0", 3);
  await deployed(client, "1.1.0", 2);
  const changer = await dayOf(4);
  await changer.writeTemplate("example", looks("new"), 1, settings);
  await deployed(changer, "2.0.0", 2);
  await deployed(await dayOf(2), "3.0.0", 2);

  const today = await dayOf(0);
  const page = await windowOf(browser, today, quarterdeck.url);
  await page.goto("/deployments?app=example");
  const rows = page.getByRole("row");
  await expect(rows.filter({ hasText: "3.0.0" }).first()).toContainText("2 days ago");
  const ofLastWeek = rows.filter({ has: page.getByRole("link", { name: /^example 1\.0\.0: 0 → 3 instances/ }) });
  await expect(ofLastWeek).toContainText("9 days ago");
  await ofLastWeek.getByRole("link").click();
  await page.getByRole("button", { name: "Roll back to this…" }).click();
  const plan = page.getByRole("dialog");
  // Its own template, count and settings, and not those of now or of the deployment in between.
  await expect(plan).toContainText("LOOK=old");
  await plan.getByRole("button", { name: /^Roll example back to 3 instances of example 1\.0\.0$/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "example 3.0.0 → 1.0.0" })).toBeVisible();
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("link", { name: /^example:1\.0\.0@\d+, running/ })).toHaveCount(3);
  const units = await today.units();
  expect(units.length, units.join()).toBe(3);
  for (const unit of units) {
    const { options } = await today.call<{ options: { value: string }[] }>(
      "GET",
      `/api/v1/clusters/default/units/${encodeURIComponent(unit)}`,
    );
    expect(options.some((option) => option.value.includes("LOOK=old")), unit).toBe(true);
  }
});

test("a server that is killed in the middle goes on under the open page", async ({ client, page, quarterdeck }) => {
  await running(client, 4, { min: 4 });
  await deploy(page, "2.0.0");
  await expect(page.getByRole("link", { name: /^example:2\.0\.0@\d, running/ }).first()).toBeVisible({ timeout: 60_000 });
  await quarterdeck.kill();
  // At once, and not only when it is told that the data is old.
  const pause = page.getByRole("button", { name: "Pause" });
  await expect(pause).toHaveAccessibleDescription("Quarterdeck cannot be reached, so nothing can be changed.");
  await expect(pause).toBeDisabled();
  await expect(page.getByText(/^as of \d\d:\d\d$/)).toBeVisible();
  const counters = page.locator("[aria-current=step] .step-time");
  const stood = await counters.allTextContents();
  await expect(page.getByRole("alert", { name: "State of the data" })).toBeVisible({ timeout: 30_000 });
  expect(await counters.allTextContents(), "nothing ticks on that is not known").toEqual(stood);
  await expect(page.getByText(/^Serving when last read: \d healthy, at least 4$/)).toBeVisible();
  await quarterdeck.resume();
  await expect(page.getByRole("alert", { name: "State of the data" })).toBeHidden({ timeout: 60_000 });
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });
  await expect(page.getByRole("link", { name: /^example:2\.0\.0@\d, running/ })).toHaveCount(4);
});

test("who holds an app is named, and can be taken over", async ({ client, page, fleet }) => {
  await running(client, 2, { min: 2 });
  await fleet.order("/units/slow-pull", { units: "example:2.0.0@*", seconds: 600 });
  await client.act({ kind: "deploy", app: "example", version: "2.0.0", count: 2 });

  await page.goto("/?deploy=example");
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await panel.getByRole("combobox", { name: "Version" }).fill("3.0.0");
  const held = panel.getByRole("region", { name: "Another deployment" });
  await expect(held).toContainText("admin: 1.0.0 → 2.0.0");
  const start = panel.getByRole("button", { name: /^Deploy 2 instances of example 3\.0\.0$/ });
  await expect(start).toHaveAccessibleDescription(/^Another deployment of this app is running/);
  // The plan is that of a take-over from now on, and one click starts what is shown.
  const planned = page.waitForResponse(/\/plans\?takes_over=/);
  await held.getByRole("checkbox", { name: "Take over" }).check();
  expect((await planned).status()).toBe(200);
  await start.click();
  await expect(panel.getByRole("button", { name: "Review changes" })).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: /example .*→ 3\.0\.0/ })).toBeVisible();
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });
});

test("who restarts an app that is being deployed is told so, and can take over", async ({ client, page, fleet }) => {
  await running(client, 2, { min: 1 });
  await fleet.order("/units/slow-pull", { units: "example:2.0.0@*", seconds: 600 });
  await client.act({ kind: "deploy", app: "example", version: "2.0.0", count: 2 });
  await page.goto("/");
  await page.getByLabel("More for example").click();
  await page.getByRole("button", { name: "Restart…" }).click();
  const question = page.getByRole("dialog");
  const start = question.getByRole("button", { name: /^Restart / });
  await expect(start).toHaveAccessibleDescription(/^Another deployment of this app is running/);
  const planned = page.waitForResponse(/\/plans\?takes_over=/);
  await question.getByRole("checkbox", { name: "Take over" }).check();
  expect((await planned).status()).toBe(200);
  await expect(question.getByRole("checkbox", { name: "Take over" })).toBeChecked();
  await start.click();
  await expect(page.getByRole("heading", { level: 1, name: /^example restart/ })).toBeVisible();
});

test("nothing on a deployment's page and its panels is a barrier or sticks out", async ({ client, page, fleet }) => {
  await running(client, 2, { min: 2 });
  await fleet.order("/units/slow-pull", { units: "example:2.0.0@*", seconds: 600 });
  await deploy(page, "2.0.0", "OPS-1");
  const deployment = page.url();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const path of [deployment, "/?deploy=example&version=3.0.0", "/deployments", "/settings/templates?app=example"]) {
      await page.goto(path);
      // Behind the panel nothing can be reached: its own heading is the first then.
      await expect(page.getByRole("heading", { name: /example|Deployments|Templates/ }).first()).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      for (const width of [390, 1440, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sticksOut(page), `${path} sticks out at ${width} px`).toEqual([]);
      }
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ")) }))).toEqual([]);
    }
  }
});

test("nothing where somebody has to decide, and in the settings, is a barrier", async ({ client, page }) => {
  await running(client, 3, { strategy: { kind: "canary", count: 1, batch: 2, surge: 1 } });
  await deploy(page, "2.0.0");
  const compared = page.getByRole("region", { name: "New and old compared" });
  await expect(compared).toBeVisible({ timeout: 60_000 });
  const deployment = page.url();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const path of [deployment, "/settings/templates?app=example"]) {
      await page.goto(path);
      if (path === deployment) await expect(compared).toBeVisible();
      else await page.getByRole("button", { name: "Change how example is deployed…" }).click();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
      for (const width of [390, 1440, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sticksOut(page), `${path} sticks out at ${width} px`).toEqual([]);
      }
      const found = await new AxeBuilder({ page }).analyze();
      expect(found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ")) }))).toEqual([]);
    }
  }
});

test("how an app is deployed is changed and taken back", async ({ client, page }) => {
  await client.writeTemplate("example", SOURCE);
  await page.goto("/settings/templates?app=example");
  const said = page.getByRole("region", { name: "How it is deployed" });
  await expect(said).toContainText("Rolling: 1 at a time");
  await said.getByRole("button", { name: "Change how example is deployed…" }).click();
  const panel = page.getByRole("dialog", { name: "How example is deployed" });
  const save = panel.getByRole("button", { name: "Save as revision 2" });
  await expect(save).toHaveAccessibleDescription("Nothing is changed.");
  await panel.getByLabel("Wanted").fill("3");
  await panel.getByLabel("At least healthy").fill("4");
  await expect(panel.getByText(/At least 4 instances are to be healthy and only 3 wanted/)).toBeVisible();
  await expect(save).toHaveAccessibleDescription("Mend what is wrong first.");
  await panel.getByLabel("At least healthy").fill("2");
  await panel.getByLabel("Strategy").selectOption("blue_green");
  await panel.getByLabel("Companions").fill("nobody");
  await save.click();
  await expect(panel.getByText(/nobody has no template/).first()).toBeVisible();
  await panel.getByLabel("Companions").fill("");
  await save.click();
  await expect(panel).toBeHidden();
  await expect(said).toContainText("3 wanted, never fewer than 2 healthy");
  await expect(said).toContainText("Blue/green");

  await page.getByRole("button", { name: "Look at it: revision 1" }).click();
  const revision = page.getByRole("dialog", { name: "Revision 1" });
  await expect(revision).toContainText("Strategy: Rolling");
  await revision.getByRole("button", { name: "Go back to it, as revision 3" }).click();
  await expect(said).toContainText("Rolling: 1 at a time");
});
