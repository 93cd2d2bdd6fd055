/** What the browser keeps: nothing secret in its storages, no code or token in any address, and nothing after signing out. */
import { expect, test } from "./quarterdeck";

const PASSWORD = "correct horse battery";

test("the browser keeps no secret, and no address holds one", async ({ page, context, quarterdeck }) => {
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url()));
  const referrers: string[] = [];
  page.on("request", (request) => referrers.push(request.headers().referer ?? ""));
  const code = new URL(quarterdeck.signInLink).hash.replace("#code=", "");

  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  await page.goto(`${quarterdeck.url}/settings/account`);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("button", { name: "Change the password" })).toBeVisible();

  await page.goto(`${quarterdeck.url}/settings/tokens`);
  await page.getByRole("button", { name: "Make a token…" }).click();
  await page.getByLabel("What it is for").fill("deploys");
  await page.getByRole("button", { name: "Make the token" }).click();
  const made = page.getByRole("region", { name: "The token “deploys” is made" });
  const token = await made.getByRole("code").first().innerText();
  for (const path of ["/", "/units", "/activity"]) {
    await page.goto(quarterdeck.url + path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  const [session] = await context.cookies();
  const secrets = [PASSWORD, code, token, session.value];
  expect(secrets.every((secret) => secret.length > 10)).toBe(true);
  const kept = await page.evaluate(async () => ({
    local: JSON.stringify({ ...localStorage }),
    session: JSON.stringify({ ...sessionStorage }),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: "caches" in window ? await caches.keys() : [],
    cookie: document.cookie,
    address: location.href,
  }));
  expect(kept).toMatchObject({ databases: [], caches: [], cookie: "" });
  const all = [kept.local, kept.session, ...addresses, ...referrers].join("\n");
  for (const secret of secrets) expect(all.includes(secret), "a secret is kept or stands in an address").toBe(false);

  // Signing out clears it, also what this page did not write.
  await page.evaluate(() => localStorage.setItem("left-behind", "x"));
  const answer = page.waitForResponse((response) => response.request().method() === "DELETE");
  await page.getByRole("banner").getByText("admin", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  expect((await (await answer).allHeaders())["clear-site-data"]).toBe('"cookies", "storage"');
  await expect(page.getByLabel("Password")).toBeVisible();
  await expect.poll(() => page.evaluate(() => localStorage.getItem("left-behind"))).toBeNull();
  expect(await context.cookies()).toEqual([]);
});
