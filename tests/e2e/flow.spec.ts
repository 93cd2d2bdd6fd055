/** The main job, as a person does it: from the link to a launched app, scaled, removed, undone; and a Fleet that goes away. */
import { expect, type Page } from "@playwright/test";

import { unitJson } from "./article";
import { startFleet } from "./fleet";
import { type Quarterdeck, startQuarterdeck, test } from "./quarterdeck";

test("over the built-in demo", async ({ page, quarterdeck }) => {
  test.setTimeout(150_000);
  await expectNoReload(page, async () => {
    await signIn(page, quarterdeck);
    await expect(page.getByText("This is a demo cluster", { exact: false })).toBeVisible();
    await launchScaleRemove(page);
  });
});

for (const over of ["tcp", "unix"] as const) {
  test(`over a Fleet in another process, by ${over}`, async ({ page }) => {
    test.setTimeout(150_000);
    const fleet = await startFleet(over);
    const quarterdeck = await startQuarterdeck({ FLEET_ENDPOINT: fleet.endpoint });
    try {
      await expectNoReload(page, async () => {
        await signIn(page, quarterdeck);
        await launchScaleRemove(page);
        await goneAndBack(page, fleet);
      });
    } finally {
      await quarterdeck.stop();
      await fleet.stop();
    }
  });
}

async function signIn(page: Page, quarterdeck: Quarterdeck) {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  expect(page.url(), "the code is not left in the address").not.toContain("code=");
}

async function launchScaleRemove(page: Page) {
  await pasteTemplate(page);
  await deployFirst(page, "1.0.0");
  // Through activating to running, by itself, on the deployment's page.
  await expect(tile(page, "example:1.0.0@1", "starting")).toBeVisible();
  await expect(tile(page, "example:1.0.0@1", "running")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("main").getByText("done", { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("Serving now: 1 healthy")).toBeVisible();

  await page.getByRole("link", { name: "Apps" }).click();
  await page.getByRole("button", { name: "Deploy example…" }).click();
  await launchBeside(page, "2.0.0", 2);
  await expect(tile(page, "example:2.0.0@1", "running")).toBeVisible({ timeout: 30_000 });
  await expect(tile(page, "example:2.0.0@2", "running")).toBeVisible({ timeout: 30_000 });

  await scaleTo(page, "2.0.0", 4);
  await removeAndUndo(page);
  await removeForGood(page);
}

async function pasteTemplate(page: Page) {
  // An empty cluster shows the ways to begin; a busy one has the button.
  const main = page.getByRole("main");
  await main.getByRole("button", { name: "Deploy an app…" }).or(main.getByRole("link", { name: /Paste/ })).first().click();
  const panel = page.getByRole("dialog");
  const name = panel.getByLabel("Name of the app");
  // Where apps have templates already, one of them is offered first.
  const app = panel.getByLabel("App", { exact: true });
  await expect(name.or(app)).toBeVisible();
  if (await app.isVisible()) await app.selectOption("A new app…");
  await name.fill("example");
  await panel.getByLabel("Unit file, or unit.json").fill(unitJson);
  await expect(panel.getByText("6 options")).toBeVisible();
  // It has its faults: what runs is what the page made of it.
  await panel.getByRole("button", { name: "Make it right…" }).click();
  await panel.getByRole("button", { name: "Apply these changes" }).click();
  await expect(panel.getByText("7 options")).toBeVisible();
  await panel.getByRole("button", { name: "Save and review the plan" }).click();
  await expect(page.getByRole("dialog", { name: "Deploy example" })).toBeVisible();
}

async function deployFirst(page: Page, version: string) {
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await panel.getByRole("combobox", { name: "Version" }).fill(version);
  await panel.getByRole("textbox", { name: "Instances" }).fill("1");
  await panel.getByRole("button", { name: `Deploy 1 instance of example ${version}` }).click();
  await expect(page.getByRole("heading", { level: 1, name: `example ${version}: 0 → 1 instance` })).toBeVisible();
}

async function launchBeside(page: Page, version: string, count: number) {
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await panel.getByRole("radio", { name: "Start more beside it" }).check({ force: true });
  await panel.getByRole("combobox", { name: "Version" }).fill(version);
  await panel.getByRole("textbox", { name: "Instances to start" }).fill(String(count));
  const instances = count === 1 ? "1 instance" : `${count} instances`;
  await panel.getByRole("button", { name: `Launch ${instances} of example ${version}` }).click();
  await expect(panel).toBeHidden();
}

async function scaleTo(page: Page, version: string, count: number) {
  const section = await versionSection(page, version);
  await section.getByRole("textbox", { name: `Instances of example ${version}` }).fill(String(count));
  await expect(section.getByText("1 of 4 will stay unplaced: needs 4 machines, the cluster has 3", { exact: true })).toBeVisible();
  await section.getByRole("button", { name: `Scale example ${version} from 2 to 4 instances` }).click();
  await expect(tile(page, `example:${version}@3`, "running")).toBeVisible({ timeout: 30_000 });
  await expect(tile(page, `example:${version}@4`, "unplaced")).toBeVisible();
}

async function askToRemove(page: Page) {
  const section = await versionSection(page, "1.0.0");
  await section.getByRole("button", { name: /^Remove \d units?… of example 1\.0\.0$/ }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("list", { name: "Units" }).getByText("example:1.0.0@1")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByRole("button", { name: /^Remove 1 unit/ }).click();
  await expect(dialog).toBeHidden();
}

async function removeAndUndo(page: Page) {
  await askToRemove(page);
  await expect(tile(page, "example:1.0.0@1", "running.*about to be removed")).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(tile(page, "example:1.0.0@1", "running")).toBeVisible();
  await expect(page.getByRole("button", { name: "Undo" })).toBeHidden();
}

async function removeForGood(page: Page) {
  await askToRemove(page);
  await expect(page.getByRole("link", { name: /^example:1\.0\.0@1/ })).toHaveCount(0, { timeout: 40_000 });
  await expect(tile(page, "example:2.0.0@1", "running")).toBeVisible();
}

async function goneAndBack(page: Page, fleet: { cut(): Promise<void>; bringBack(): Promise<void> }) {
  const chip = page.getByRole("banner").getByRole("note");
  await expect(chip).toContainText("live");
  await fleet.cut();
  await expect(page.getByText(/unreachable since/).first()).toBeVisible({ timeout: 15_000 });
  // What was known stays, and says that it is old.
  await expect(page.getByRole("link", { name: /^example:2\.0\.0@1, last known: running/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Deploy example…" })).toHaveAttribute("aria-disabled", "true");
  await fleet.bringBack();
  await expect(chip).toContainText("live", { timeout: 30_000 });
  await expect(tile(page, "example:2.0.0@1", "running")).toBeVisible();
}

/** The section of a version in the open row of the app; opens the row if it is closed. */
async function versionSection(page: Page, version: string) {
  const row = page.getByRole("button", { name: "example", exact: true });
  if ((await row.getAttribute("aria-expanded")) !== "true") await row.click();
  return page.getByRole("region", { name: version, exact: true });
}

function tile(page: Page, unit: string, state: string) {
  return page.getByRole("link", { name: new RegExp(`^${unit.replaceAll(".", "\\.")}\\b.*\\b${state}`) }).first();
}

/** Everything must be seen to change without the page being loaded again. */
async function expectNoReload(page: Page, during: () => Promise<void>) {
  let documents = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents += 1;
  });
  await during();
  expect(documents, "documents loaded").toBe(1);
}
