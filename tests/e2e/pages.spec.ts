/** Every page, in both themes: no barrier that axe knows, nothing that sticks out at the side, no complaint in the console. */
import AxeBuilder from "@axe-core/playwright";
import { expect } from "@playwright/test";

import { sticksOut } from "./looks";
import { lookingTest as test } from "./signed-in";

/** Where each page is, and its heading. */
const PAGES = [
  { path: "/", heading: "Apps" },
  { path: "/?new=paste", heading: "A new app" },
  { path: "/?new=starter", heading: "A new app" },
  { path: "/deployments", heading: "Deployments" },
  { path: "/units", heading: "Units" },
  { path: "/units/checkout:2.4.1@1.service", heading: /checkout:2\.4\.1@1/ },
  { path: "/machines", heading: "Machines" },
  { path: "/history", heading: "History" },
  { path: "/activity", heading: "Activity" },
  { path: "/settings/templates", heading: /.+/ },
  { path: "/settings/tokens", heading: /.+/ },
  { path: "/settings/clusters", heading: /.+/ },
  { path: "/settings/account", heading: /.+/ },
  { path: "/no-such-page", heading: /.+/ },
] as const;

const WIDTHS = [390, 1440, 1920];

for (const colorScheme of ["dark", "light"] as const) {
  for (const { path, heading } of PAGES) {
    test(`${path} in ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const complaints: string[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));

      await page.goto(path);
      await expect(page.getByRole("heading", { name: heading }).first()).toBeVisible();
      await expect(page.locator("[aria-busy=true]")).toHaveCount(0);

      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 900 });
        expect(await sticksOut(page), `sticks out at ${width} px`).toEqual([]);
      }
      for (const width of [390, 1440]) {
        await page.setViewportSize({ width, height: 900 });
        const found = await new AxeBuilder({ page }).analyze();
        expect(found.violations.map(({ id, nodes }) => ({ id, where: nodes.map((node) => node.target.join(" ")) }))).toEqual([]);
      }
      expect(complaints.filter((text) => !text.includes("404"))).toEqual([]);
    });
  }
}

test("on a phone the filters are folded away, and the menu leads to History", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/deployments?app=web&who=ada");
  const filters = page.getByRole("search", { name: "Filter deployments" });
  const fold = page.getByRole("button", { name: "Filters (2)" });
  await expect(fold).toHaveAttribute("aria-expanded", "false");
  await expect(filters).toBeHidden();
  await fold.click();
  await expect(filters).toBeVisible();
  await page.goto("/units");
  await expect(page.getByRole("searchbox")).toBeVisible();
  await expect(page.getByRole("group", { name: "State" })).toBeHidden();
  await page.getByRole("button", { name: "Filters" }).click();
  await expect(page.getByRole("group", { name: "State" })).toBeVisible();
  await page.getByRole("banner").locator("summary").click();
  await page.getByRole("link", { name: "History" }).filter({ visible: true }).click();
  await expect(page).toHaveURL("/history");
});

test("on a phone the section of the settings that one is in is in sight", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 900 });
  for (const section of ["account", "templates"]) {
    await page.goto(`/settings/${section}`);
    await expect(page.locator(".subnav [aria-current]")).toBeInViewport({ ratio: 0.95 });
  }
});
