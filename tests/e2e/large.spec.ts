/** A large cluster: the page stays usable, since only what is in view is drawn. How fast it is, is measured elsewhere. */
import type { Page } from "@playwright/test";

import { expect, test } from "./signed-in";

const UNITS = 5_000;
const MACHINES = 300;

test.use({ env: { QUARTERDECK_DEMO_MACHINES: String(MACHINES), QUARTERDECK_DEMO_UNITS: String(UNITS) } });

test("units: a window of rows, narrowed and followed on two pages at once", async ({ page, context, client }) => {
  test.setTimeout(120_000);
  await page.goto("/units");
  const table = page.getByRole("table", { name: "Units" });
  await expect(table).toHaveAttribute("aria-rowcount", String(UNITS + 1), { timeout: 30_000 });
  expect(await table.getByRole("row").count(), "rows in the page").toBeLessThan(200);

  await page.keyboard.press("End");
  await expect(table.getByRole("row").last()).toHaveAttribute("aria-rowindex", String(UNITS + 1));
  expect(await table.getByRole("row").count(), "rows in the page").toBeLessThan(200);

  const [name] = (await client.units()).filter((name) => name.includes("@"));
  const other = await context.newPage();
  for (const open of [page, other]) {
    await open.goto("/units");
    await open.getByRole("searchbox").fill(name);
    await expect(row(open, name)).toContainText("running", { timeout: 30_000 });
    await expect(open.getByRole("table", { name: "Units" })).not.toHaveAttribute("aria-rowcount", String(UNITS + 1));
  }
  await client.act({ kind: "stop_unit", unit: name });
  for (const open of [page, other]) await expect(row(open, name)).toContainText("stopped", { timeout: 30_000 });
});

test("apps and machines: usable, and searched", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/");
  await expect(page.getByRole("link", { name: /5,000 units/ })).toBeVisible({ timeout: 30_000 });

  // One of very many is found from anywhere, and opened by Enter.
  await page.keyboard.press("Control+k");
  const search = page.getByRole("combobox", { name: "Search, or say what to do" });
  await search.fill("app-07");
  await expect(page.getByRole("option").first()).toContainText("app-07");
  await search.press("Enter");
  await expect(page).toHaveURL(/open=app-07/);
  await expect(page.getByRole("button", { name: /^app-07/, expanded: true })).toBeInViewport();

  await page.goto("/machines");
  await expect(page.getByText("300 machines").first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("heading", { level: 2, name: /^10\./ }).first()).toBeVisible();
});

function row(page: Page, unit: string) {
  return page.getByRole("row").filter({ has: page.getByRole("link", { name: unit, exact: true }) });
}
