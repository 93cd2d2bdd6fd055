/** Signing in at a real identity provider: there and back, with the rights of the groups that it names. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import type { Page } from "@playwright/test";

import { CLIENT, startProvider } from "./provider";
import { expect, type Quarterdeck, startQuarterdeck, test as base } from "./quarterdeck";

const PEOPLE = { ada: ["ops"], grace: ["web"], root: ["ops"] };

/** The provider must know the server's address, and the server the provider's. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

const test = base.extend<{ deck: Quarterdeck }>({
  deck: async ({}, use) => {
    const host = `127.0.0.1:${await freePort()}`;
    const provider = await startProvider(`http://${host}`, PEOPLE);
    const folder = await mkdtemp(path.join(tmpdir(), "quarterdeck-sso-"));
    const secret = path.join(folder, "secret");
    await writeFile(secret, CLIENT.secret);
    const deck = await startQuarterdeck({
      QUARTERDECK_LISTEN: host,
      QUARTERDECK_PUBLIC_URL: `http://${host}`,
      QUARTERDECK_OIDC_ISSUER: provider.issuer,
      QUARTERDECK_OIDC_CLIENT_ID: CLIENT.id,
      QUARTERDECK_OIDC_CLIENT_SECRET_FILE: secret,
      QUARTERDECK_OIDC_NAME: "Example ID",
      QUARTERDECK_OIDC_SCOPES: "profile groups",
      QUARTERDECK_OIDC_GROUPS_CLAIM: "groups",
      QUARTERDECK_OIDC_ADMIN_GROUP: "ops",
      QUARTERDECK_OIDC_CREATE_USERS: "true",
    });
    await use(deck);
    await deck.stop();
    await provider.stop();
    await rm(folder, { recursive: true, force: true });
  },
  baseURL: async ({ deck }, use) => use(deck.url),
});

/** Goes there, and says a name. */
async function signIn(page: Page, name: string, to: string): Promise<void> {
  await page.goto(`/api/v1/session/oidc?to=${encodeURIComponent(to)}`);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Let me in" }).click();
}

async function session(page: Page): Promise<{ user: string; rights: { role: string }[] }> {
  const answer = await page.request.get("/api/v1/session");
  expect(answer.status()).toBe(200);
  return answer.json();
}

test("a member of the group that has a grant signs in, and comes to the page they wanted", async ({ page, deck }) => {
  await signIn(page, "ada", "/machines");
  await page.waitForURL(`${deck.url}/machines`);
  await expect(page.getByRole("heading", { name: "Machines" })).toBeVisible();
  const { user, rights } = await session(page);
  expect(user).toBe("ada");
  expect(rights.map((right) => right.role)).toEqual(["admin"]);
  expect((await page.request.get("/api/v1/tokens")).status()).toBe(200);
  // Nothing of the provider's is left in the browser but its own cookies.
  const ours = (await page.context().cookies(deck.url)).map((cookie) => cookie.name);
  expect(ours).toEqual(expect.arrayContaining(["quarterdeck"]));
  expect(await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))).not.toContain("eyJ");
});

test("a member of another group has nothing that nobody gave them", async ({ page, deck }) => {
  await signIn(page, "grace", "/apps");
  await page.waitForURL(`${deck.url}/apps`);
  const { user, rights } = await session(page);
  expect(user).toBe("grace");
  expect(rights).toEqual([]);
  expect((await page.request.get("/api/v1/tokens")).status()).toBe(403);
});

test("whoever the provider does not let in comes back to the sign-in page", async ({ page, deck }) => {
  await signIn(page, "mallory", "/apps");
  await page.waitForURL(/\/sign-in\?sso=refused&to=%2Fapps$/);
  await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
  expect((await page.request.get("/api/v1/session")).status()).toBe(401);
  // No loop: whoever wants to try again says so.
  await signIn(page, "ada", "/apps");
  await page.waitForURL(`${deck.url}/apps`);
});

test("who somebody is there stands with them, and can be taken away", async ({ page, deck, browser }) => {
  await signIn(page, "ada", "/apps");
  await page.waitForURL(`${deck.url}/apps`);
  const elsewhere = await (await browser.newContext({ baseURL: deck.url })).newPage();
  await signIn(elsewhere, "grace", "/apps");
  await expect(elsewhere.getByRole("heading", { name: "Nothing to see yet" })).toBeVisible();

  await page.goto("/settings/people");
  await page.getByRole("button", { name: "grace", exact: true }).click();
  const panel = page.getByRole("dialog", { name: "grace", exact: true });
  await expect(panel).toContainText(/linked by first sign-in, used/);
  const unlink = async () => {
    await panel.getByRole("button", { name: /^Unlink…/ }).click();
    await page.getByRole("button", { name: "Unlink", exact: true }).click();
  };
  await unlink();
  // That the provider has let her in some time ago confirms nothing: it has to ask her now.
  await page.getByRole("link", { name: "Sign in once more" }).click();
  await page.getByLabel("Name").fill("ada");
  await page.getByRole("button", { name: "Let me in" }).click();
  await page.waitForURL(`${deck.url}/settings/people`);
  await page.getByRole("button", { name: "grace", exact: true }).click();
  await unlink();
  await expect(panel.getByRole("button", { name: /^Unlink…/ })).toHaveCount(0);
  await expect(panel.getByRole("button", { name: "Link to Example ID…" })).toBeVisible();
});

test("a name that is taken here is not taken over", async ({ page, deck }) => {
  await deck.command(["user", "create", "--name", "root", "--role", "admin"], "quite a long password of roots\n");
  await signIn(page, "root", "/apps");
  await page.waitForURL(/\/sign-in\?sso=name_taken/);
  expect((await page.request.get("/api/v1/session")).status()).toBe(401);
});
