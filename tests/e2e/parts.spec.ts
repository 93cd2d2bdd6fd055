/** The page is fetched in parts: the Apps first, the rest when nobody waits for it or when somebody asks for it. */
import { expect, lookingTest as test } from "./signed-in";

test("the parts are fetched once the Apps are there", async ({ page }) => {
  const parts: string[] = [];
  let appsAreThere = false;
  await page.route("**/split_*.wasm", async (route) => {
    parts.push(new URL(route.request().url()).pathname);
    expect(appsAreThere, "the Apps come first").toBe(true);
    await route.continue();
  });
  // Held back, so that the page has every chance to be too early.
  await page.route("**/api/v1/clusters/*/snapshot", async (route) => {
    const answer = await route.fetch();
    expect(parts).toEqual([]);
    appsAreThere = true;
    await route.fulfill({ response: answer });
  });

  await page.goto("/");

  await expect(page.getByRole("list").getByRole("button", { name: "mailer", exact: true })).toBeVisible();
  await expect.poll(() => new Set(parts).size).toBe(4);
});

test("nothing on the Apps is drawn anew when the styles of the rest come", async ({ page }) => {
  let letCome = () => {};
  const mayCome = new Promise<void>((resolve) => (letCome = resolve));
  await page.route("**/later-*.css", async (route) => {
    await mayCome;
    await route.continue();
  });
  await page.goto("/");
  const others = page.locator("summary").filter({ hasText: "Other units" });
  await expect(others).toBeVisible();
  const drawn = () =>
    others.evaluate((summary) => {
      const box = (element: Element) => element.getBoundingClientRect().toJSON();
      return [summary, ...summary.children].map((element) => [box(element), getComputedStyle(element).font]);
    });
  const before = await drawn();
  const come = page.waitForResponse(/later-.*\.css/);
  letCome();
  await (await come).finished();
  await expect(others).toHaveCSS("font-weight", "600");
  expect(await drawn()).toEqual(before);
});

test("a part that does not come is said, and comes at the next try", async ({ page }) => {
  await page.route("**/split_settings.wasm", (route) => route.abort());
  await page.goto("/settings/account");
  const told = page.getByRole("alert").filter({ hasText: "This part of the page could not be loaded" });
  await expect(told).toBeVisible();

  await page.unroute("**/split_settings.wasm");
  await told.getByRole("button", { name: "Try again" }).click();

  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await expect(told).toBeHidden();
});
