/** Every page, in both themes: no barrier that axe knows, nothing that sticks out at the side, no complaint in the console. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

import { type Quarterdeck, startQuarterdeck, test as base } from "./quarterdeck";

/** Where each page is, and its heading. */
const PAGES = [
  { path: "/", heading: "Apps" },
  { path: "/?new=paste", heading: "A new app" },
  { path: "/?new=starter", heading: "A new app" },
  { path: "/units", heading: "Units" },
  { path: "/units/checkout:2.4.1@1.service", heading: /checkout:2\.4\.1@1/ },
  { path: "/machines", heading: "Machines" },
  { path: "/activity", heading: "Activity" },
  { path: "/settings/templates", heading: /.+/ },
  { path: "/settings/tokens", heading: /.+/ },
  { path: "/settings/clusters", heading: /.+/ },
  { path: "/settings/account", heading: /.+/ },
  { path: "/no-such-page", heading: /.+/ },
] as const;

const WIDTHS = [390, 1440, 1920];

// One server and one sign-in serve all tests of a worker: they only look.
const test = base.extend<object, { server: Quarterdeck; cookies: { name: string; value: string; url: string }[] }>({
  server: [
    async ({}, use) => {
      const server = await startQuarterdeck();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  cookies: [
    async ({ server }, use) => {
      const code = new URL(server.signInLink).hash.replace("#code=", "");
      const answer = await fetch(new URL("/api/v1/session/code", server.url), {
        method: "POST",
        headers: { "content-type": "application/json", origin: server.url },
        body: JSON.stringify({ code }),
      });
      if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
      const [pair] = answer.headers.getSetCookie()[0].split(";");
      const [name, value] = pair.split("=");
      await use([{ name, value, url: server.url }]);
    },
    { scope: "worker" },
  ],
});

for (const colorScheme of ["dark", "light"] as const) {
  for (const { path, heading } of PAGES) {
    test(`${path} in ${colorScheme}`, async ({ browser, server, cookies }) => {
      const context = await browser.newContext({ colorScheme, reducedMotion: "reduce" });
      await context.addCookies(cookies);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
      page.on("pageerror", (error) => complaints.push(error.message));

      await page.goto(server.url + path);
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
      await context.close();
    });
  }
}

/** What is wider than the window, so that the page scrolls sideways. */
async function sticksOut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName}.${element.className}`)
      .slice(0, 5);
  });
}
