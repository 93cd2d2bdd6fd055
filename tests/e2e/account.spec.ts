/** Coming in by link, setting a password, going out, and coming in again. */
import type { Page } from "@playwright/test";

import { expect, test } from "./quarterdeck";
import { totp } from "./totp";

const PASSWORD = "correct horse battery";

test("who came by link sets a password and signs in with it", async ({ page, quarterdeck }) => {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  // It is said where one comes in, and once more before one locks oneself out.
  const attention = page.getByRole("region", { name: "Needs attention" });
  await expect(attention).toContainText("this account has no password");
  await page.getByRole("banner").getByText("admin", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  const leaving = page.getByRole("dialog", { name: "Sign out without a password?" });
  await leaving.getByRole("link", { name: "Set a password…" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Ways in" })).toContainText("No password is set");
  await page.goto(`${quarterdeck.url}/settings/account`);
  await expect(page.getByText("this account has no password")).toBeVisible();
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await expect(page.getByRole("button", { name: "Change the password" })).toBeVisible();
  await expect(page.getByText("this account has no password")).toBeHidden();

  await page.getByRole("banner").getByText("admin", { exact: true }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await signIn(page, "not the password");
  await expect(page.getByRole("alert")).toHaveText("The name or the password is wrong.");
  await signIn(page, PASSWORD);
  // Back where one was.
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();

  await page.reload();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
});

test("a link that was used says what to do", async ({ page, browser, quarterdeck }) => {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();

  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(quarterdeck.signInLink);
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(elsewhere.getByRole("status")).toContainText("This link was used already");
  await expect(elsewhere.getByRole("status")).toContainText("quarterdeck user link --name admin");
  expect(elsewhere.url(), "the code is not left in the address").not.toContain("code=");
});

test("a one-time link asks for the code of an account with a second factor", async ({ page, browser, quarterdeck }) => {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  await page.goto(`${quarterdeck.url}/settings/account`);
  const factor = page.getByRole("region", { name: "Second factor" });
  await factor.getByRole("button", { name: "Turn it on…" }).click();
  await factor.getByText("It can't be scanned").click();
  const secret = await factor.locator("code").innerText();
  await factor.getByLabel("Code").fill(totp(secret));
  await factor.getByRole("button", { name: "Turn it on" }).click();
  await expect(factor.getByText("It is on.")).toBeVisible();

  const [link] = /http\S+#code=\w+/.exec(await quarterdeck.command(["user", "link", "--name", "admin"])) ?? [""];
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(quarterdeck.url + "/sign-in" + new URL(link).hash);
  await expect(elsewhere.getByRole("heading", { level: 1, name: "One more step" })).toBeVisible();
  expect(elsewhere.url(), "the code is not left in the address").not.toContain("code=");
  await elsewhere.getByLabel("Code").fill("000000");
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("alert")).toContainText("This code is wrong");
  await elsewhere.getByLabel("Code").fill(totp(secret, 1));
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
});

test("ending a session from another browser signs that one out by itself", async ({ page, browser, quarterdeck }) => {
  await page.goto(quarterdeck.signInLink);
  await expect(page.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();
  const [link] = /http\S+#code=\w+/.exec(await quarterdeck.command(["user", "link", "--name", "admin"])) ?? [""];
  const elsewhere = await (await browser.newContext()).newPage();
  await elsewhere.goto(quarterdeck.url + "/sign-in" + new URL(link).hash);
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Apps" })).toBeVisible();

  await page.goto(`${quarterdeck.url}/settings/account`);
  await page.getByRole("region", { name: "Signed-in browsers" }).getByRole("button", { name: /^End/ }).first().click();
  await expect(elsewhere.getByRole("heading", { level: 1, name: "Sign in" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: "Account" })).toBeVisible();
});

async function signIn(page: Page, password: string) {
  await page.getByLabel("Name").fill("admin");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
