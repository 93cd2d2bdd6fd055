/**
 * A picture of each page over the demo cluster, dark and light, for a desk and for a phone. They go to the folder that
 * SCREENSHOTS names; what is open sideways or hangs out fails, and everything else is for eyes.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { Page } from "@playwright/test";

import { Client } from "../client";
import { expect, startQuarterdeck, test } from "../quarterdeck";

const OUT = process.env.SCREENSHOTS ?? "screenshots";
const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const ONLY = process.env.SCREENSHOTS_ONLY?.split(",");

/** An app that any machine takes. */
const CATALOG = `[Unit]
Description=Catalog

[Service]
ExecStartPre=-/usr/bin/docker rm -f {app}-{instance}
ExecStart=/usr/bin/docker run --rm --name {app}-{instance} registry.example.org/catalog:{version}
ExecStop=/usr/bin/docker stop {app}-{instance}
`;

type Then = (page: Page) => Promise<void>;

interface View {
  name: string;
  path: string;
  then?: Then;
}

test("pictures", async ({ browser }) => {
  const quarterdeck = await startQuarterdeck();
  try {
    const client = await Client.signIn(quarterdeck.signInLink);
    const deployment = await prepare(client);
    await mkdir(OUT, { recursive: true });
    for (const colorScheme of ["dark", "light"] as const) {
      for (const [size, viewport] of Object.entries(SIZES)) {
        const context = await browser.newContext({
          baseURL: quarterdeck.url,
          viewport,
          colorScheme,
          reducedMotion: "reduce",
          locale: "en-GB",
          timezoneId: "UTC",
        });
        const stranger = await context.newPage();
        await take(stranger, { name: "sign-in", path: "/sign-in" }, size, colorScheme);
        await context.addCookies([client.cookie]);
        const page = await context.newPage();
        for (const view of views(deployment)) await take(page, view, size, colorScheme);
        await context.close();
      }
    }
  } finally {
    await quarterdeck.stop();
  }
});

/** A cluster in which something has happened. Says which deployment is the one to show. */
async function prepare(client: Client): Promise<string> {
  await client.demoTemplates();
  await client.writeTemplate("catalog", CATALOG, 0, { gate: { steady_s: 1 }, wanted: 4, min: 3 });
  await client.act({ kind: "deploy", app: "catalog", version: "7.0.0", count: 4 });
  const newest = async () => (await client.newestDeployment())?.state.kind;
  await expect.poll(newest, { timeout: 120_000 }).toBe("done");
  await client.act({ kind: "deploy", app: "catalog", version: "7.1.0", count: 4 });
  await expect.poll(newest, { timeout: 180_000 }).toBe("done");
  const shown = (await client.newestDeployment())!.id;
  await client.act({ kind: "restart_app", app: "mailer" });
  for (const name of ["grafana", "ci"]) {
    await client.call("POST", "/api/v1/tokens", { name, role: "viewer", days: 90 });
  }
  await client.call("POST", "/api/v1/users", { name: "vera", grant: { role: "viewer" }, invite_hours: 48 });
  return shown;
}

function views(deployment: string): View[] {
  return [
    { name: "apps", path: "/" },
    { name: "app", path: "/?open=web" },
    {
      name: "deploy",
      path: "/?deploy=web",
      then: async (page) => {
        await page.getByRole("combobox", { name: "Version" }).fill("2.1.0");
        await expect(page.getByRole("button", { name: /^Deploy \d+ instances? of web 2\.1\.0$/ })).toBeEnabled();
      },
    },
    { name: "new-app", path: "/?new=starter" },
    { name: "deployments", path: "/deployments" },
    { name: "deployment", path: `/deployments/${deployment}` },
    { name: "units", path: "/units" },
    { name: "unit", path: "/units/web:1.9.0@1.service" },
    { name: "machines", path: "/machines" },
    { name: "activity", path: "/activity" },
    { name: "templates", path: "/settings/templates" },
    { name: "people", path: "/settings/people" },
    { name: "access", path: "/settings/access" },
    { name: "tokens", path: "/settings/tokens" },
    { name: "clusters", path: "/settings/clusters" },
    { name: "account", path: "/settings/account" },
    {
      name: "palette",
      path: "/",
      then: async (page) => {
        await page.keyboard.press("Control+k");
        await page.getByRole("combobox").fill("web");
        await expect(page.getByRole("option").first()).toContainText("web");
      },
    },
  ];
}

async function take(page: Page, view: View, size: string, scheme: string) {
  if (ONLY && !ONLY.includes(view.name)) return;
  await page.goto(view.path);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await view.then?.(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${view.name} on a ${size} scrolls sideways`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: path.join(OUT, `${view.name}-${size}-${scheme}.png`), animations: "disabled", caret: "hide" });
}
