/** The list of units with its filters in the address, and what can be done with one unit. */
import type { Page } from "@playwright/test";

import { expect, lookingTest, test } from "./signed-in";

lookingTest("search and facets narrow the list, and the address keeps them", async ({ page }) => {
  await page.goto("/units");
  const search = page.getByRole("searchbox", { name: "Name or machine" });
  await expect(names(page)).toHaveCount(18);

  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await search.fill("checkout");
  await expect(names(page)).toHaveCount(5);
  await expect(page).toHaveURL("/units?q=checkout");

  await page.getByRole("group", { name: "State" }).getByRole("link", { name: /unplaced/ }).click();
  await expect(names(page)).toHaveText(["checkout:2.4.1@4.service", "checkout:2.4.1@5.service"]);
  await expect(page).toHaveURL("/units?q=checkout&state=unplaced");

  await page.reload();
  await expect(names(page)).toHaveCount(2);
  await expect(search).toHaveValue("checkout");

  await page.goBack();
  await expect(names(page)).toHaveCount(5);
  await expect(search).toHaveValue("checkout");
});

lookingTest("a link to filtered units shows them", async ({ page }) => {
  await page.goto("/units?app=web,mailer");
  await expect(names(page)).toHaveCount(6);
  const apps = page.getByRole("group", { name: "App" });
  await expect(apps.getByRole("link", { name: /^web/ })).toHaveAttribute("aria-current", "true");
  await apps.getByRole("link", { name: /^web/ }).click();
  await expect(names(page)).toHaveText(["mailer:0.9.4@1.service", "mailer:0.9.4@2.service"]);
});

lookingTest("what matches nothing says so and is cleared", async ({ page }) => {
  await page.goto("/units");
  await page.getByRole("searchbox").fill("no such unit");
  await expect(page.getByRole("heading", { name: "No unit matches “no such unit”" })).toBeVisible();
  await expect(page.getByText("18 units are hidden by the filter.")).toBeVisible();
  await page.getByRole("link", { name: "Clear the filter" }).click();
  await expect(names(page)).toHaveCount(18);
  await expect(page.getByRole("searchbox")).toHaveValue("");
});

lookingTest("columns sort, both ways", async ({ page }) => {
  await page.goto("/units");
  const header = (name: string) => page.getByRole("columnheader", { name });
  const first = page.getByRole("row").nth(1);
  await expect(first).toContainText("backup.service");

  await header("Name").getByRole("link").click();
  await expect(header("Name")).toHaveAttribute("aria-sort", "descending");
  await expect(first).toContainText("web:1.9.0@3.service");

  await header("State").getByRole("link").click();
  await expect(header("State")).toHaveAttribute("aria-sort", "ascending");
  await expect(first).toContainText("unplaced");

  await page.reload();
  await expect(first).toContainText("unplaced");
});

test("a unit is stopped, started, removed, and put back from the record", async ({ page }) => {
  test.setTimeout(120_000);
  const unit = "mailer:0.9.4@2.service";
  await page.goto("/units?q=mailer");
  await page.getByRole("link", { name: unit }).click();
  await expect(page.getByRole("heading", { level: 1, name: unit })).toBeFocused();
  await expect(page.getByText("registry.example.com", { exact: false }).first()).toBeVisible();

  const standing = page.getByRole("main").getByText(/^(running|stopped|stopping|starting)$/).first();
  const button = (name: string) => page.getByRole("button", { name, exact: true });
  await expect(standing).toHaveText("running");
  await expect(button("Start")).toHaveAccessibleDescription("It runs already.");
  await button("Stop").click();
  await expect(standing).toHaveText("stopped", { timeout: 30_000 });
  await expect(button("Stop")).toHaveAccessibleDescription("It does not run.");
  await button("Start").click();
  await expect(standing).toHaveText("running", { timeout: 30_000 });

  await button("Remove…").click();
  await expect(page.getByRole("heading", { level: 1, name: `There is no unit ${unit}` })).toBeVisible({ timeout: 45_000 });
  await page.getByRole("link", { name: "Look in Activity" }).click();
  await expect(page.getByText(`Remove ${unit}`).first()).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: /^Put back/ }).click();
  await expect(page.getByRole("main").getByText(`put back ${unit}`).first()).toBeVisible();
  await expect(page.getByRole("main").getByRole("button", { name: /^Put back/ })).toHaveCount(0);

  await page.goto(`/units/${unit}`);
  await expect(standing).toHaveText("running", { timeout: 30_000 });
});

/** The names in the list, in its order. */
function names(page: Page) {
  return page.getByRole("table", { name: "Units" }).getByRole("row").getByRole("link", { name: /\.(service|timer)$/ });
}
