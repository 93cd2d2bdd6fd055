/**
 * A picture of each page over the demo cluster and two days of its past, dark and light, for a desk, a phone and two
 * sizes of a display on the wall. They go to the folder that SCREENSHOTS names; what is open sideways or hangs out fails,
 * and everything else is for eyes.
 */
import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import type { Browser, BrowserContext, Page } from "@playwright/test";

import { Client } from "../client";
import { expect, startQuarterdeck, test } from "../quarterdeck";
import { VIEW, pair } from "../screens";

const OUT = process.env.SCREENSHOTS ?? "screenshots";
const PAST = process.env.PAST_BIN ?? path.resolve(import.meta.dirname, "../../../target/debug/examples/past");
const SIZES = {
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  tv: { width: 1920, height: 1080 },
  "tv-4k": { width: 3840, height: 2160 },
};
type Size = keyof typeof SIZES;
const SCHEMES = ["dark", "light"] as const;
/** What the README shows, by the names that it has there. */
const IN_THE_README = { "apps.png": "apps-desk-dark.png", "deployment.png": "deployment-desk-light.png", "screen.png": "screen-tv-dark.png" };
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
  const folder = await mkdtemp(path.join(tmpdir(), "quarterdeck-pictures-"));
  await promisify(execFile)(PAST, ["fill", folder, "50"]);
  const quarterdeck = await startQuarterdeck({ QUARTERDECK_DATA_DIR: folder });
  try {
    await mkdir(OUT, { recursive: true });
    const client = await Client.signIn(quarterdeck.signInLink);
    const deployment = await prepare(client);
    for (const scheme of SCHEMES) {
      for (const size of Object.keys(SIZES) as Size[]) {
        const context = await window(browser, quarterdeck.url, size, scheme);
        await take(await context.newPage(), { name: "sign-in", path: "/sign-in" }, size, scheme);
        await take(await context.newPage(), { name: "pairing", path: "/screen" }, size, scheme);
        await context.addCookies([client.cookie]);
        const page = await context.newPage();
        for (const view of views(deployment)) await take(page, view, size, scheme);
        await context.close();
      }
    }
    // A rolling deployment to look at on the wall: what runs is begun for each picture anew.
    for (const scheme of SCHEMES) {
      await expect.poll(async () => (await client.newestDeployment())?.state.kind, { timeout: 120_000 }).toBe("done");
      await client.act({ kind: "restart_app", app: "catalog" });
      for (const size of ["tv", "tv-4k", "phone"] as const) {
        const context = await window(browser, quarterdeck.url, size, scheme);
        await pair(context, quarterdeck.url, client, `Kitchen, ${size}, ${scheme}`, { ...VIEW, theme: scheme });
        const screen: View = { name: "screen", path: "/screen", then: async (page) => page.locator(".screen-apps").waitFor() };
        await take(await context.newPage(), screen, size, scheme);
        await context.close();
      }
    }
    if (!ONLY) for (const [shown, taken] of Object.entries(IN_THE_README)) await copyFile(path.join(OUT, taken), path.join(OUT, shown));
  } finally {
    await quarterdeck.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

function window(browser: Browser, baseURL: string, size: Size, colorScheme: "dark" | "light"): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    viewport: SIZES[size],
    colorScheme,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "UTC",
  });
}

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
    {
      name: "machine",
      path: "/machines",
      then: async (page) => {
        await page.getByRole("link", { name: "10.0.1.1", exact: true }).click();
        await expect(page.getByText(/of \d+ units would run nowhere/)).toBeVisible();
      },
    },
    { name: "history", path: "/history?span=week" },
    { name: "history-app", path: "/history?app=web&span=week" },
    { name: "activity", path: "/activity" },
    { name: "templates", path: "/settings/templates" },
    { name: "people", path: "/settings/people" },
    { name: "access", path: "/settings/access" },
    { name: "tokens", path: "/settings/tokens" },
    { name: "screens", path: "/settings/screens" },
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

async function take(page: Page, view: View, size: Size, scheme: string) {
  if (ONLY && !ONLY.includes(view.name)) return;
  await page.goto(view.path);
  await expect(page.getByRole("heading", { level: 1 }).first()).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  await view.then?.(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${view.name}, ${size}, scrolls sideways`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: path.join(OUT, `${view.name}-${size}-${scheme}.png`), animations: "disabled", caret: "hide" });
}
