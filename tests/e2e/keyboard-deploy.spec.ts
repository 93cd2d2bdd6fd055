/** Deployments without a pointer: a new version, a restart, the way back; each begun, paused and watched by keys alone. */
import type { Page } from "@playwright/test";

import { press, tabTo } from "./keys";
import { state } from "./looks";
import { expect, test } from "./signed-in";

const SOURCE = "[Service]\nExecStart=/usr/bin/docker run example:{version}\n";

test("a new version, a restart and the way back", async ({ client, page }) => {
  test.setTimeout(240_000);
  await client.writeTemplate("example", SOURCE, 0, { gate: { steady_s: 1 }, wanted: 2 });
  await client.act({ kind: "deploy", app: "example", version: "1.0.0", count: 2 });
  await expect
    .poll(() => client.newestDeployment().then((newest) => newest?.state.kind), { timeout: 90_000 })
    .toBe("done");

  // The app of the row that has the focus is the one that is meant.
  await page.goto("/");
  await tabTo(page, page.getByRole("button", { name: "example", exact: true }));
  await page.keyboard.press("d");
  const panel = page.getByRole("dialog", { name: "Deploy example" });
  await expect(panel.getByRole("combobox", { name: "Version" })).toBeFocused();
  await page.keyboard.type("2.0.0");
  await press(page, panel.getByRole("button", { name: "Deploy 2 instances of example 2.0.0" }));
  await expect(page.getByRole("heading", { level: 1, name: "example 1.0.0 → 2.0.0" })).toBeFocused();
  // Nothing moves when it is paused: the way on stands where the pause stood.
  await press(page, page.getByRole("button", { name: "Pause", exact: true }));
  await expect(state(page, "paused")).toBeVisible();
  await press(page, page.getByRole("button", { name: "Resume", exact: true }));
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });

  await fromMenu(page, /^Restart…/);
  await press(page, page.getByRole("dialog").getByRole("button", { name: /^Restart / }));
  await expect(page.getByRole("heading", { level: 1, name: "example restart of 2.0.0" })).toBeFocused();
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });

  await fromMenu(page, /^Roll back to 1\.0\.0…/);
  await press(page, page.getByRole("dialog").getByRole("button", { name: /^Roll example back to 2 instances/ }));
  await expect(page.getByRole("heading", { level: 1, name: "example 2.0.0 → 1.0.0" })).toBeFocused();
  await expect(state(page, "done")).toBeVisible({ timeout: 90_000 });
});

/** Chooses something in the menu of the app's row. */
async function fromMenu(page: Page, name: RegExp) {
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeFocused();
  await tabTo(page, page.getByLabel("More for example"));
  await page.keyboard.press("Enter");
  await press(page, page.getByRole("button", { name }));
}
