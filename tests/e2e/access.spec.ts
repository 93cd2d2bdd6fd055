/** Three people at one cluster: one who looks, one who deploys `web*`, one who may do everything. */
import type { Browser, Page } from "@playwright/test";

import { Client } from "./client";
import { expect, test } from "./signed-in";

const PASSWORD = "correct horse battery";

/** Somebody with a grant, in a window of their own. */
async function person(browser: Browser, quarterdeck: { url: string }, name: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: quarterdeck.url });
  const page = await context.newPage();
  await page.goto("/");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  return page;
}

async function user(client: Client, origin: string, name: string, grant: Record<string, unknown>) {
  const made = await client.call<{ invitation: { link: string } }>("POST", "/api/v1/users", {
    name,
    grant,
    invite_hours: 1,
  });
  const { hash } = new URL(made.invitation.link);
  // As somebody else: whoever signs in ends the session that their browser had.
  const taken = await fetch(new URL("/api/v1/session/invitation", origin), {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ code: hash.replace("#code=", ""), password: PASSWORD }),
  });
  expect(taken.status).toBe(200);
}

test("each of three people has the controls that they were given", async ({ browser, client, page, quarterdeck }) => {
  await client.demoTemplates();
  await user(client, quarterdeck.url, "vera", { role: "viewer" });
  await user(client, quarterdeck.url, "dan", { role: "deployer", apps: "web*", limits: { most_instances: 10 } });

  // The administrator sees all apps, and may do everything.
  await page.goto("/");
  await expect(page.getByRole("button", { name: "Deploy checkout…" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Deploy web…" })).toBeEnabled();

  // Who looks sees the same, and no control that changes anything.
  const vera = await person(browser, quarterdeck, "vera");
  await expect(vera.getByRole("button", { name: "checkout", exact: true })).toBeVisible();
  await expect(vera.getByRole("button", { name: /Deploy/ })).toHaveCount(0);
  await vera.getByRole("button", { name: "web", exact: true }).click();
  await expect(vera.getByRole("button", { name: /^(Remove|Stop|Start)/ })).toHaveCount(0);

  // Who deploys some sees those alone, can't remove them, and is told why and whom to ask.
  const dan = await person(browser, quarterdeck, "dan");
  await expect(dan.getByRole("button", { name: "web", exact: true })).toBeVisible();
  await expect(dan.getByText("checkout")).toHaveCount(0);
  await expect(dan.getByRole("button", { name: "Deploy web…" })).toBeEnabled();
  await dan.getByRole("button", { name: "web", exact: true }).click();
  const remove = dan.getByRole("button", { name: /^Remove \d units?… of web 1\.9\.0$/ });
  await expect(remove).toHaveAttribute("aria-disabled", "true");
  await expect(remove).toHaveAttribute("aria-description", /needs the right 'remove'.*Ask an administrator/);

  // What they forge for another app comes to nothing at Fleet: to them it is not there.
  const before = await client.units();
  for (const request of [
    { kind: "remove_app", app: "checkout" },
    { kind: "scale", app: "checkout", count: 0 },
    { kind: "deploy", app: "checkout", version: "9.9.9", count: 1 },
    { kind: "remove_app", app: "web" },
  ]) {
    const answer = await dan.request.post("/api/v1/clusters/default/actions", {
      headers: { origin: quarterdeck.url, "idempotency-key": crypto.randomUUID() },
      data: { request, plan_hash: "0".repeat(64) },
    });
    expect([403, 404]).toContain(answer.status());
  }
  const units: string = await (await dan.request.get("/api/v1/clusters/default/snapshot")).text();
  expect(units).not.toContain("checkout");
  expect(await client.units()).toEqual(before);

  // What is taken away holds at once: nothing is told or done any more.
  const grants = await client.call<{ id: string; to: { user?: string } }[]>("GET", "/api/v1/grants");
  const own = grants.find((grant) => grant.to.user === "dan");
  await page.goto("/settings/access");
  const row = page.getByRole("row", { name: /dan/ });
  await expect(row).toContainText("deployer");
  await row.getByRole("button", { name: /^Take away deployer/ }).click();
  await page.getByRole("button", { name: "Take it from dan" }).click();
  await expect(row).toHaveCount(0);
  expect(own).toBeDefined();
  expect((await dan.request.get("/api/v1/clusters/default/snapshot")).status()).toBe(404);
});

test("nobody is led to what they may not do, and who deploys some apps to those", async ({ browser, client, page, quarterdeck }) => {
  await client.demoTemplates();
  await user(client, quarterdeck.url, "dan", { role: "deployer", apps: "web" });
  const dan = await person(browser, quarterdeck, "dan");
  const places = dan.getByRole("navigation", { name: "Main" });
  await expect(places.getByRole("link", { name: "Deployments" })).toBeVisible();
  await expect(places.getByRole("link", { name: "Activity" })).toHaveCount(0);
  await expect(dan.getByText("Connect your own Fleet…")).toHaveCount(0);
  await dan.keyboard.press("g");
  await dan.keyboard.press("r");
  await expect(dan).toHaveURL("/");
  await dan.keyboard.press("Control+k");
  await dan.getByRole("dialog").getByRole("combobox").fill("activity");
  await expect(dan.getByText("Nothing has this in its name.")).toBeVisible();
  await expect(dan.getByRole("option", { name: "Activity" })).toHaveCount(0);
  await dan.keyboard.press("Escape");
  await dan.getByRole("button", { name: "web", exact: true }).click();
  await expect(dan.getByRole("heading", { name: "Last changes" })).toBeVisible();
  await expect(dan.getByRole("link", { name: /activity/i })).toHaveCount(0);

  // Another app they can't begin, but web they can deploy.
  await dan.getByRole("button", { name: "Deploy an app…" }).click();
  const choice = dan.getByRole("dialog", { name: "Deploy an app" });
  await expect(choice.getByText(/needs the right 'template'.*Ask an administrator/)).toBeVisible();
  await expect(choice.getByRole("listitem")).toHaveCount(1);
  await choice.getByRole("link", { name: "Deploy web…" }).click();
  await expect(dan.getByRole("dialog", { name: "Deploy web" }).getByRole("combobox", { name: "Version" })).toBeVisible();

  await dan.goto("/settings/clusters");
  await expect(dan.getByText(/It takes an API token\. .*'users'.*Ask an administrator/)).toBeVisible();
  await expect(dan.getByRole("link", { name: "Make a token" })).toHaveCount(0);
  await expect(dan.getByText("FLEET_ENDPOINT")).toHaveCount(0);

  // Whoever may is led there.
  await page.goto("/");
  await page.getByRole("link", { name: "Connect your own Fleet…" }).click();
  await expect(page.getByRole("link", { name: "Make a token" })).toBeVisible();
  await expect(page.getByRole("link", { name: "Activity" })).toBeVisible();
});

test("an open page follows its person's rights, and what is half done on it stays", async ({
  browser,
  client,
  quarterdeck,
}) => {
  await client.demoTemplates();
  await user(client, quarterdeck.url, "dan", { role: "viewer" });
  const grant = (role: string, apps: string) =>
    client.call<{ id: string }>("POST", "/api/v1/grants", { to: { user: "dan" }, role, apps });
  const web = await grant("deployer", "web");

  const dan = await person(browser, quarterdeck, "dan");
  const loaded = await dan.evaluate(() => performance.timeOrigin);
  // What stands behind a dialog has no role: it is named by its label.
  const deploy = (app: string) => dan.locator(`button[aria-label="Deploy ${app}…"]`);
  await expect(deploy("checkout")).toHaveAttribute("aria-disabled", "true");
  await deploy("web").click();
  const panel = dan.getByRole("dialog", { name: "Deploy web" });
  await panel.getByRole("combobox", { name: "Version" }).fill("7.7.7");
  const start = panel.getByRole("button", { name: /web 7\.7\.7/ });
  await expect(start).toBeEnabled();

  // What is given can be used, without another look at the page; the form is as it was.
  const checkout = await grant("operator", "checkout");
  await expect(deploy("checkout")).not.toHaveAttribute("aria-disabled");
  await expect(panel.getByRole("combobox", { name: "Version" })).toHaveValue("7.7.7");
  await expect(start).toBeEnabled();

  // What is taken can't, and that is said where one is.
  await client.call("DELETE", `/api/v1/grants/${web.id}`);
  await expect(start).toHaveAttribute("aria-disabled", "true");
  await expect(start).toHaveAttribute("aria-description", /Ask an administrator/);
  await expect(panel.getByRole("combobox", { name: "Version" })).toHaveValue("7.7.7");

  // Who may change nothing any more sees nothing that changes something.
  await client.call("DELETE", `/api/v1/grants/${checkout.id}`);
  await expect(deploy("checkout")).toHaveCount(0);
  await panel.getByRole("button", { name: "Close" }).click();
  await expect(dan.getByRole("button", { name: "web", exact: true })).toBeVisible();
  await expect(dan.getByRole("button", { name: /^(Deploy|Remove|Scale)/ })).toHaveCount(0);
  expect(await dan.evaluate(() => performance.timeOrigin)).toBe(loaded);
});

test("who is given nothing is told whom to ask, can sign out, and goes on once they are", async ({
  browser,
  client,
  quarterdeck,
}) => {
  await client.demoTemplates();
  await user(client, quarterdeck.url, "dan", { role: "viewer" });
  const dan = await person(browser, quarterdeck, "dan");
  const [own] = (await client.call<{ id: string; to: { user?: string } }[]>("GET", "/api/v1/grants")).filter(
    (grant) => grant.to.user === "dan",
  );

  // On the open page, too.
  await client.call("DELETE", `/api/v1/grants/${own.id}`);
  await expect(dan.getByRole("heading", { name: "Nothing to see yet" })).toBeVisible();
  await expect(dan.getByText("Ask an administrator")).toBeVisible();

  await client.call("POST", "/api/v1/grants", { to: { user: "dan" }, role: "viewer", apps: "web" });
  await dan.getByRole("button", { name: "Look again" }).click();
  await expect(dan.getByRole("button", { name: "web", exact: true })).toBeVisible();

  const [given] = (await client.call<{ id: string; to: { user?: string } }[]>("GET", "/api/v1/grants")).filter(
    (grant) => grant.to.user === "dan",
  );
  await client.call("DELETE", `/api/v1/grants/${given.id}`);
  await dan.getByRole("button", { name: "Sign out" }).click();
  await expect(dan.getByRole("heading", { name: "Sign in" })).toBeVisible();
});

test("masks are told as such, with the right that is missing and whom to ask", async ({ browser, client, quarterdeck }) => {
  const secret = "Tr0ub4dor-and-3-more";
  await client.writeTemplate("vault", `[Service]\nEnvironment=DB_PASSWORD=${secret}\nExecStart=/bin/vault {version}\n`);
  await client.act({ kind: "launch", app: "vault", version: "1.0.0", count: 1 });
  await user(client, quarterdeck.url, "olga", { role: "operator" });
  await user(client, quarterdeck.url, "vera", { role: "viewer" });
  const address = "/units/vault:1.0.0@1.service";

  const olga = await person(browser, quarterdeck, "olga");
  await olga.goto(address);
  const options = olga.getByRole("region", { name: "Options", exact: true });
  await expect(options).toContainText("DB_PASSWORD=[hidden]");
  await expect(options).toContainText(/'template' or 'raw-unit' on vault\. Ask an administrator/);
  await expect(options.getByRole("button", { name: "Copy the options" })).toHaveAttribute("aria-disabled", "true");
  await olga.goto("/?deploy=vault");
  const panel = olga.getByRole("dialog", { name: "Deploy vault" });
  await panel.getByRole("combobox", { name: "Version" }).fill("2.0.0");
  await panel.getByText("As curl").click();
  const copy = panel.getByRole("button", { name: "Copy the plan as curl" });
  await expect(copy).toHaveAttribute("aria-disabled", "true");
  await expect(copy).toHaveAttribute("aria-description", /masked.*Ask an administrator/);
  await olga.goto("/settings/templates?app=vault");
  await expect(olga.getByRole("textbox", { name: /^Unit file/ })).toHaveValue(/DB_PASSWORD=\[hidden\]/);
  await expect(olga.getByRole("textbox", { name: /^Unit file/ })).not.toBeEditable();

  const vera = await person(browser, quarterdeck, "vera");
  await vera.goto(address);
  await expect(vera.getByText(/The options are hidden from you.*'view-spec' on vault/)).toBeVisible();
  await vera.goto("/settings/templates?app=vault");
  await expect(vera.getByText(/The options are hidden from you/)).toBeVisible();
  for (const page of [olga, vera]) expect(await page.content()).not.toContain(secret);
});

test("who may change settings is warned of a Fleet that is reached in the clear", async ({ page }) => {
  // No test reaches beyond this machine: what the server would tell of such a Fleet stands in its place.
  await page.route("**/api/v1/session", async (route) => {
    const answer = await route.fetch();
    const session = await answer.json();
    session.clusters[0].engine = "fleet";
    session.clusters[0].reached = { endpoint: "http://fleet.example.org:49153", in_the_clear: true };
    await route.fulfill({ response: answer, json: session });
  });
  await page.goto("/");
  const line = page.getByRole("complementary", { name: "How Fleet is reached" });
  await expect(line).toContainText("without TLS");
  await line.getByRole("link", { name: "What to do…" }).click();
  await expect(page.getByText(/Use https:\/\/, a unix socket or a tunnel/)).toBeVisible();
});

test("a client certificate is given to a person, and revoked", async ({ client, page, quarterdeck }) => {
  await user(client, quarterdeck.url, "dan", { role: "viewer" });
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "dan", exact: true }).click();
  const panel = page.getByRole("dialog", { name: "dan", exact: true });
  await expect(panel).toContainText("None: they sign in with their name and a password.");
  await panel.getByRole("button", { name: "Add a client certificate…" }).click();
  const form = page.getByRole("dialog", { name: "Add a client certificate of dan" });
  await form.getByLabel("Certificate").fill("no certificate");
  await form.getByRole("button", { name: "Add the certificate" }).click();
  await expect(form.getByLabel("Certificate")).toHaveAttribute("aria-invalid", "true");
  await form.getByLabel("Certificate").fill("AB:".repeat(31) + "CD");
  await form.getByRole("button", { name: "Add the certificate" }).click();
  await expect(panel.getByText("Certificate AB:AB:AB:AB:AB:AB…")).toBeVisible();

  await panel.getByRole("button", { name: /^Revoke… Certificate/ }).click();
  await page.getByRole("button", { name: "Revoke it" }).click();
  await expect(panel.getByText("revoked: it lets nobody in")).toBeVisible();
  await expect(panel.getByRole("button", { name: /^Revoke…/ })).toHaveCount(0);
});

test("who manages people revokes no token of somebody who may do more", async ({ browser, client, quarterdeck }) => {
  await client.call("PUT", "/api/v1/roles/keeper", { verbs: ["view", "users"] });
  await user(client, quarterdeck.url, "kim", { role: "keeper" });
  const made = await client.call<{ token: { id: string } }>("POST", "/api/v1/tokens", { name: "ci", role: "viewer" });

  const kim = await person(browser, quarterdeck, "kim");
  await kim.goto("/settings/tokens");
  const revoke = kim.getByRole("button", { name: "Revoke ci" });
  await expect(revoke).toHaveAttribute("aria-disabled", "true");
  await expect(revoke).toHaveAttribute("aria-description", /who gives or takes rights needs them.*Ask an administrator/);
  await revoke.click({ force: true });
  await expect(kim.getByRole("dialog")).toHaveCount(0);

  // Neither with the page out of the way; and what they made themselves they may take back.
  const headers = { origin: quarterdeck.url };
  const forged = await kim.request.delete(`/api/v1/tokens/${made.token.id}`, { headers });
  expect(forged.status()).toBe(403);
  const own = await kim.request.post("/api/v1/tokens", { headers, data: { name: "looks", role: "viewer" } });
  expect(own.status()).toBe(201);
  await kim.reload();
  await expect(kim.getByRole("row", { name: /^ci/ })).toBeVisible();
  await expect(kim.getByRole("button", { name: "Revoke looks" })).toBeEnabled();
});

test("somebody is invited, sets a password, and gets a second factor switched off by another", async ({
  browser,
  page,
  quarterdeck,
}) => {
  await page.goto("/settings/people");
  await page.getByRole("button", { name: "Invite somebody…" }).click();
  const panel = page.getByRole("dialog", { name: "Invite somebody" });
  await panel.getByLabel("Name").fill("grace");
  await panel.getByLabel("May").selectOption("operator");
  await panel.getByRole("button", { name: "Make a link for them" }).click();
  const link = await page.getByRole("region", { name: "A link for grace" }).getByRole("code").innerText();
  await expect(page.getByRole("row", { name: /grace/ })).toContainText("invited");

  const context = await browser.newContext({ baseURL: quarterdeck.url });
  const grace = await context.newPage();
  await grace.goto(new URL(link).pathname + new URL(link).hash);
  await expect(grace.getByText("You are invited as grace.")).toBeVisible();
  expect(grace.url()).not.toContain("code=");
  await grace.getByLabel("New password").fill("short");
  await grace.getByRole("button", { name: "Set the password and sign in" }).click();
  await expect(grace.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await grace.getByLabel("New password").fill(PASSWORD);
  await grace.getByRole("button", { name: "Set the password and sign in" }).click();
  await expect(grace.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();

  await expect(async () => {
    await page.reload();
    await expect(page.getByRole("row", { name: /grace/ })).toContainText("active");
  }).toPass();

  // Disabled: out within seconds, on the open page too.
  await page.getByRole("button", { name: "grace", exact: true }).click();
  const person = page.getByRole("dialog", { name: "grace" });
  await expect(person).toContainText("operator on everything");
  await person.getByRole("button", { name: "Disable…" }).click();
  await page.getByRole("button", { name: "Disable grace" }).click();
  await expect(grace.getByRole("heading", { name: "Sign in" })).toBeVisible({ timeout: 10_000 });
  await grace.getByLabel("Name").fill("grace");
  await grace.getByLabel("Password").fill(PASSWORD);
  await grace.getByRole("button", { name: "Sign in" }).click();
  await expect(grace.getByRole("alert")).toContainText("The name or the password is wrong.");
});
