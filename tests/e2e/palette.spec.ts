/** The palette: everything is found by a few letters, and what one may do is started from there, by keys alone. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, lookingTest as test } from "./signed-in";

test("goes anywhere by a few letters", async ({ page }) => {
  await open(page);
  await page.keyboard.type("ml2");
  await expect(chosen(page)).toContainText("mailer:0.9.4@2.service");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "mailer:0.9.4@2.service" })).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("set tok");
  await expect(chosen(page)).toContainText("Settings: tokens");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Tokens" })).toBeFocused();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("10.0.1");
  await expect(page.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("ArrowUp");
  const last = await page.getByRole("option").last().textContent();
  expect(await chosen(page).textContent(), "from the first to the last").toBe(last);
  await page.keyboard.press("Control+Home");
  await expect(page.getByRole("option").first()).toHaveAttribute("aria-selected", "true");
});

test("shows the plan before anything is started from it", async ({ page }) => {
  await open(page);
  await page.keyboard.type("restart mailer");
  await expect(chosen(page)).toContainText("Restart mailer…");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: /Restart .*mailer/ });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.keyboard.press("Control+k");
  await page.keyboard.type("colours dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});

test("says what is not there, and has no barrier", async ({ page }) => {
  await open(page);
  await page.keyboard.type("web");
  await expect(page.getByRole("option").first()).toBeVisible();
  expect((await new AxeBuilder({ page }).include("dialog.palette").analyze()).violations).toEqual([]);
  const field = page.getByRole("combobox", { name: "Search, or say what to do" });
  const named = await field.getAttribute("aria-activedescendant");
  await expect(page.locator(`#${named}`)).toHaveAttribute("aria-selected", "true");

  await page.keyboard.type(" zzzzqq");
  await expect(page.getByRole("status").filter({ hasText: "Nothing has this in its name." })).toBeVisible();
  await expect(field).not.toHaveAttribute("aria-activedescendant");
});

async function open(page: Page) {
  await page.goto("/");
  await expect(page.getByRole("list").getByRole("button", { name: "mailer", exact: true })).toBeVisible();
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("combobox", { name: "Search, or say what to do" })).toBeFocused();
}

function chosen(page: Page) {
  return page.getByRole("option", { selected: true });
}
