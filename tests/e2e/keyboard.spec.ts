/** The main job without a pointer: every step by Tab, Enter and the page's own keys, and the focus is never lost. */
import type { Page } from "@playwright/test";

import { unitJson } from "./article";
import { press, tabTo, type } from "./keys";
import { expect, test } from "./quarterdeck";

test("from the link to a launched app, scaled, removed and undone", async ({ page, quarterdeck }) => {
  test.setTimeout(120_000);
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();

  await page.keyboard.press("d");
  const paste = page.getByRole("dialog", { name: "A new app" });
  await expect(paste.getByLabel("Name of the app")).toBeFocused();
  await page.keyboard.type("example");
  await tabTo(page, paste.getByLabel("Unit file, or unit.json"));
  await page.keyboard.insertText(unitJson);
  await press(page, paste.getByRole("button", { name: "Make it right…" }));
  await press(page, paste.getByRole("button", { name: "Apply these changes" }));
  await expect(paste.getByLabel("Unit file, or unit.json")).toBeFocused();
  await press(page, paste.getByRole("button", { name: "Save and review the plan" }));

  const deploy = page.getByRole("dialog", { name: "Deploy example" });
  await expect(deploy.getByRole("combobox", { name: "Version" })).toBeFocused();
  await page.keyboard.type("1.0.0");
  await type(page, deploy.getByRole("textbox", { name: "Instances" }), "2");
  await press(page, deploy.getByRole("button", { name: "Deploy 2 instances of example 1.0.0" }));
  await expect(deploy).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "example 1.0.0: 0 → 2 instances" })).toBeFocused();
  await expect(tile(page, 2, "running")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("main").getByText("done", { exact: true })).toBeVisible({ timeout: 30_000 });

  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeFocused();
  await press(page, page.getByRole("button", { name: "example", exact: true }));
  const version = page.getByRole("region", { name: "1.0.0", exact: true });
  await type(page, version.getByRole("textbox", { name: "Instances of example 1.0.0" }), "3");
  await press(page, version.getByRole("button", { name: "Scale example 1.0.0 from 2 to 3 instances" }));
  await expect(tile(page, 3, "running")).toBeVisible({ timeout: 30_000 });

  const remove = version.getByRole("button", { name: /^Remove \d units?… of example 1\.0\.0$/ });
  await press(page, remove);
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(remove).toBeFocused();

  await page.keyboard.press("Enter");
  const sure = dialog.getByRole("button", { name: "Remove 3 units of example 1.0.0" });
  await expect(sure).toHaveAccessibleDescription("Type example first.");
  await type(page, dialog.getByLabel("Type example to confirm"), "example");
  await press(page, sure);
  await expect(dialog).toBeHidden();
  await press(page, page.getByRole("button", { name: "Undo" }));
  await expect(page.getByText(/^Remove 3 units of example 1\.0\.0: undone/)).toBeVisible();
  await expect(tile(page, 1, "running")).toBeVisible();
});

test("the page's keys lead everywhere, and Escape leads back", async ({ page, quarterdeck }) => {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^mailer/ }).first()).toBeVisible();

  const deploy = page.getByRole("button", { name: "Deploy an app…" });
  await tabTo(page, deploy);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(deploy).toBeFocused();

  await page.keyboard.press("/");
  const search = page.getByRole("combobox", { name: "Search, or say what to do" });
  await expect(search).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(search).toBeHidden();
  await expect(deploy).toBeFocused();

  await page.keyboard.press("/");
  await page.keyboard.type("mailer:0.9.4@2");
  await expect(page.getByRole("option", { selected: true })).toContainText("mailer:0.9.4@2.service");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "mailer:0.9.4@2.service" })).toBeFocused();

  const places = { a: "Apps", d: "Deployments", u: "Units", m: "Machines", h: "History", r: "Activity", s: "Templates" };
  for (const [key, heading] of Object.entries(places)) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeFocused();
  }

  // Where a page has a search field of its own, the key leads there, and letters are letters.
  await page.keyboard.press("g");
  await page.keyboard.press("u");
  await expect(page.getByRole("heading", { level: 1, name: "Units" })).toBeFocused();
  await page.keyboard.press("/");
  await page.keyboard.type("gm?");
  await expect(page.getByRole("searchbox")).toHaveValue("gm?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("the first stop leads past the navigation", async ({ page, quarterdeck }) => {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  await page.goto(`${quarterdeck.url}/machines`);
  await expect(page.getByRole("heading", { level: 2 }).first()).toBeVisible();
  await page.keyboard.press("Shift+Tab");
  await tabTo(page, page.getByRole("link", { name: "Skip to content" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
});

function tile(page: Page, instance: number, state: string) {
  return page.getByRole("link", { name: new RegExp(`^example:1\\.0\\.0@${instance}\\b.*\\b${state}`) }).first();
}
