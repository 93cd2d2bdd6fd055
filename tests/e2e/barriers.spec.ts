/** Every page with something on it, in both themes, with all that can be opened there: no barrier that axe knows. */
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import type { BrowserContext, Page } from "@playwright/test";

import { Client } from "./client";
import { barriers, sticksOut } from "./looks";
import { startQuarterdeck } from "./quarterdeck";
import { everywhere, settled } from "./said";
import { VIEW, pair } from "./screens";
import { expect, test as base } from "./signed-in";

const PAST = process.env.PAST_BIN ?? path.resolve(import.meta.dirname, "../../target/debug/examples/past");
const SOURCE = "[Unit]\nDescription=Example\n\n[Service]\nExecStart=/bin/sleep 1000\nEnvironment=PASSWORD=hidden\n";

/** Where things of this cluster are. */
interface Full {
  url: string;
  client: Client;
  /** Invites somebody anew: a link leads in once. */
  invitation(): Promise<string>;
  readOnlyLink(): Promise<string>;
  deployment: string;
  waiting: string;
  machine: string;
}

/** A server with two days of past, and something in each list; one serves all of a worker's tests. */
const test = base.extend<object, { full: Full }>({
  full: [
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), "quarterdeck-full-"));
      await promisify(execFile)(PAST, ["fill", folder, "50"]);
      const server = await startQuarterdeck({ QUARTERDECK_DATA_DIR: folder });
      const client = await Client.signIn(server.signInLink);
      await use(await fill(server.url, client));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ full }, use) => use(full.url),
  context: async ({ browser, full, colorScheme }, use) => {
    const context = await browser.newContext({ baseURL: full.url, colorScheme, reducedMotion: "reduce" });
    await use(context);
    await context.close();
  },
});

async function fill(url: string, client: Client): Promise<Full> {
  await client.demoTemplates();
  await client.writeTemplate("example", SOURCE, 0, { gate: { steady_s: 1 }, wanted: 2, min: 1 });
  await client.act({ kind: "deploy", app: "example", version: "1.0.0", count: 2 });
  await expect.poll(async () => (await client.newestDeployment())?.state.kind, { timeout: 90_000 }).toBe("done");
  const deployment = (await client.newestDeployment())!.id;
  await client.writeTemplate("example", SOURCE, 1, { gate: { steady_s: 1 }, wanted: 2, min: 1, approval: "second_person" });
  await client.act({ kind: "deploy", app: "example", version: "2.0.0", count: 2 });
  const waiting = (await client.newestDeployment())!.id;

  const invited = async () => {
    const name = `guest-${crypto.randomUUID().slice(0, 8)}`;
    const body = { name, grant: { role: "viewer" }, invite_hours: 1 };
    const made = await client.call<{ invitation: { link: string } }>("POST", "/api/v1/users", body);
    return new URL(made.invitation.link);
  };
  const readOnlyLink = async () => {
    const body = { name: "Grace", view: VIEW, days: 7 };
    return (await client.call<{ link: string }>("POST", "/api/v1/screens/links", body)).link;
  };
  await client.call("POST", "/api/v1/users", { name: "vera", grant: { role: "viewer" }, invite_hours: 48 });
  await client.call("PUT", "/api/v1/groups/oncall", { members: ["vera"] });
  await client.call("PUT", "/api/v1/roles/restarter", { verbs: ["view", "restart"] });
  await client.call("POST", "/api/v1/grants", { to: { group: "oncall" }, role: "restarter", apps: "web*" });
  await client.call("POST", "/api/v1/tokens", { name: "ci", role: "viewer", days: 90 });
  await readOnlyLink();
  const { machines } = await client.call<{ machines: { id: string }[] }>("GET", "/api/v1/clusters/default/snapshot");
  return { url, client, invitation: async () => (await invited()).href, readOnlyLink, deployment, waiting, machine: machines[0].id };
}

/** Where each page is. */
const PAGES: Record<string, (full: Full) => string> = {
  "the apps": () => "/?open=web",
  "deploying": () => "/?deploy=web",
  "the deployments": () => "/deployments",
  "a deployment": ({ deployment }) => `/deployments/${deployment}`,
  "a deployment that waits": ({ waiting }) => `/deployments/${waiting}`,
  "the units": () => "/units",
  "a unit": () => "/units/checkout:2.4.1@1.service",
  "the machines": () => "/machines",
  "a machine": ({ machine }) => `/machines?machine=${machine}`,
  "the past": () => "/history?span=week",
  "the past of an app": () => "/history?app=web&span=week",
  "the record": () => "/activity",
  "templates": () => "/settings/templates",
  "a template": () => "/settings/templates?app=example",
  "people": () => "/settings/people",
  "access": () => "/settings/access",
  "tokens": () => "/settings/tokens",
  "screens": () => "/settings/screens",
  "clusters": () => "/settings/clusters",
  "the account": () => "/settings/account",
};

for (const colorScheme of ["dark", "light"] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme });

    for (const [name, where] of Object.entries(PAGES)) {
      test(`${name}, with all that can be opened there`, async ({ page, context, full }) => {
        test.setTimeout(180_000);
        await context.addCookies([full.client.cookie]);
        await page.setViewportSize({ width: 1440, height: 900 });
        const found = new Set<string>();
        await everywhere(page, where(full), async (at) => {
          for (const barrier of await barriers(page)) found.add(`${at}: ${barrier}`);
        });
        expect([...found]).toEqual([]);
        for (const width of [390, 3840]) {
          await page.setViewportSize({ width, height: width === 390 ? 844 : 2160 });
          await page.goto(where(full));
          await settled(page);
          expect(await sticksOut(page), `sticks out at ${width} px`).toEqual([]);
          expect(await barriers(page), `at ${width} px`).toEqual([]);
        }
      });
    }

    test("a person", async ({ page, context, full }) => {
      await context.addCookies([full.client.cookie]);
      await page.goto("/settings/people");
      await page.getByRole("button", { name: "vera", exact: true }).click();
      await expect(page.getByRole("dialog", { name: /vera/ })).toBeVisible();
      await settled(page);
      expect(await barriers(page)).toEqual([]);
    });

    test("signing in, and coming by an invitation", async ({ page, full }) => {
      await clean(page, "/sign-in", page.getByRole("button", { name: "Sign in", exact: true }));
      await page.getByLabel("Name").fill("nobody");
      await page.getByLabel("Password").fill("wrong");
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await expect(page.getByRole("alert")).toBeVisible();
      expect(await barriers(page)).toEqual([]);
      await clean(page, await full.invitation(), page.getByLabel("Password"));
    });

    test("a wall display before it is paired and after, and a read-only link", async ({ page, browser, context, full }) => {
      await clean(page, "/screen", page.getByRole("img", { name: "The code, for a camera" }));
      await pair(context, full.url, full.client, `Kitchen, ${colorScheme}`, { ...VIEW, theme: colorScheme });
      await clean(page, "/screen", page.locator(".screen-apps"));
      const grace: BrowserContext = await browser.newContext({ colorScheme });
      await clean(await grace.newPage(), await full.readOnlyLink(), "Grace");
      await grace.close();
    });
  });
}

/** Nothing is found there, on a desk, on a phone and on a large display, once this is seen. */
async function clean(page: Page, where: string, seen: ReturnType<Page["locator"]> | string) {
  await page.goto(where);
  await expect(typeof seen === "string" ? page.getByText(seen) : seen).toBeVisible();
  for (const [width, height] of [[1440, 900], [390, 844], [3840, 2160]]) {
    await page.setViewportSize({ width, height });
    // What stands on a wall is moved by a few pixels now and then, against burn-in: elsewhere than on a phone.
    if (width === 390) expect(await sticksOut(page), `sticks out at ${width} px`).toEqual([]);
    expect(await barriers(page), `at ${width} px`).toEqual([]);
  }
}
