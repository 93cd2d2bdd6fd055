/** Writing templates: what is wrong is said at its line, every revision stays, and nobody overwrites anybody unseen. */
import type { Page } from "@playwright/test";

import { expect, test } from "./signed-in";

const FIRST = "[Service]\nRestartSec=5\nExecStart=/usr/bin/docker run registry.example.com/shop/report:{version}\n";

test.beforeEach(async ({ client, page }) => {
  await client.demoTemplates();
  await client.writeTemplate("report", FIRST);
  await page.goto("/settings/templates");
  await page.getByRole("navigation", { name: "Templates" }).getByRole("link", { name: /report/ }).click();
  await expect(editor(page)).toHaveValue(FIRST);
});

test("an error leads to its line", async ({ page }) => {
  await editor(page).fill(FIRST + "nonsense line\n");
  await expect(save(page, 2)).toHaveAttribute("aria-disabled", "true");
  await expect(save(page, 2)).toHaveAccessibleDescription("Mend line 4 first.");
  await page.getByRole("button", { name: "Line 4" }).click();
  await expect(editor(page)).toBeFocused();
  const selected = (area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd);
  expect(await editor(page).evaluate(selected as (area: HTMLElement | SVGElement) => string)).toBe("nonsense line");
  await editor(page).fill(FIRST);
  await expect(save(page, 2)).toHaveAccessibleDescription("Nothing is changed.");
});

test("a revision is compared, saved, and gone back from", async ({ page }) => {
  await editor(page).fill(FIRST.replace("RestartSec=5", "RestartSec=9"));
  await page.getByRole("button", { name: "See the difference" }).click();
  const difference = page.getByRole("region", { name: "What would change" });
  await expect(difference.getByRole("deletion")).toHaveText(/RestartSec=5/);
  await expect(difference.getByRole("insertion")).toHaveText(/RestartSec=9/);

  await save(page, 2).click();
  await expect(page.getByText("Revision 2 of report is saved. Units that run keep theirs.")).toBeVisible();
  await expect(revisions(page)).toContainText([/^2.*in use/, /^1.*Look at it/]);

  await page.getByRole("button", { name: "Look at it: revision 1" }).click();
  const dialog = page.getByRole("dialog", { name: "Revision 1" });
  await expect(dialog.getByRole("insertion")).toHaveText(/RestartSec=5/);
  await dialog.getByRole("button", { name: "Go back to it, as revision 3" }).click();
  await expect(dialog).toBeHidden();
  await expect(revisions(page)).toContainText([/^3.*in use/, /^2/, /^1/]);
  await expect(editor(page)).toHaveValue(FIRST);
});

test("two people write: the second is told, and loses nothing", async ({ page, client }) => {
  const mine = FIRST.replace("RestartSec=5", "RestartSec=9");
  await editor(page).fill(mine);
  await client.writeTemplate("report", FIRST.replace("RestartSec=5", "RestartSec=7"), 1);
  const told = page.getByRole("status").filter({ hasText: "admin wrote revision 2 meanwhile; you see 1." });
  await expect(told).toBeVisible();

  await save(page, 2).click();
  await expect(page.getByRole("alert").filter({ hasText: "revision" })).toBeVisible();
  await expect(editor(page)).toHaveValue(mine);
  const { unit_file: kept } = await client.call<{ unit_file: string }>("GET", "/api/v1/apps/report");
  expect(kept).toContain("RestartSec=7");

  await told.getByRole("button", { name: /^Read it/ }).click();
  await expect(editor(page)).toHaveValue(/RestartSec=7/);
  await expect(told).toBeHidden();
});

test("a template is removed after a question", async ({ page }) => {
  await page.getByRole("button", { name: "Remove the template…" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await dialog.getByRole("button", { name: "Remove the template of report" }).click();
  const list = page.getByRole("navigation", { name: "Templates" });
  await expect(list.getByRole("link", { name: /mailer/ })).toBeVisible();
  await expect(list.getByRole("link", { name: /report/ })).toHaveCount(0);
});

function editor(page: Page) {
  return page.getByRole("textbox", { name: "Unit file" });
}

function save(page: Page, revision: number) {
  return page.getByRole("button", { name: `Save as revision ${revision}` });
}

function revisions(page: Page) {
  return page.getByRole("region", { name: "Revisions" }).getByRole("listitem");
}
