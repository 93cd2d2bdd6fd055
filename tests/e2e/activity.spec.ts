/** The record: what is in it, narrowed by an address, and growing while one looks. */
import type { Page } from "@playwright/test";

import { expect, test } from "./signed-in";

test("filters stand in the address, and a line tells all about itself", async ({ page, client }) => {
  await client.act({ kind: "stop_unit", unit: "mailer:0.9.4@2.service" });
  await client.act({ kind: "stop_unit", unit: "web:1.9.0@3.service" });
  await page.goto("/activity");
  await expect(lines(page)).toContainText([/admin stopped web/, /admin stopped mailer/, /admin signed in/]);

  await page.getByLabel("App", { exact: true }).selectOption("mailer");
  await expect(lines(page)).toContainText([/stopped mailer/]);
  await expect(page).toHaveURL("/activity?app=mailer");
  await page.reload();
  await expect(lines(page)).toHaveCount(1);
  await expect(page.getByLabel("App", { exact: true })).toHaveValue("mailer");

  await lines(page).first().getByText("admin stopped mailer:0.9.4@2.service").click();
  const line = lines(page).filter({ hasText: "stopped mailer" });
  await expect(line.getByText("admin, by a signed-in browser, from 127.0.0.1")).toBeVisible();
  await expect(line.getByText(/^PUT .*mailer/)).toBeVisible();
  await expect(line.getByText("Stop mailer:0.9.4@2.service: done. Fleet took it (204).")).toBeVisible();

  // What comes later does not close what one reads.
  await client.act({ kind: "start_unit", unit: "mailer:0.9.4@2.service" });
  await expect(lines(page).first()).toContainText("started mailer");
  await expect(line.getByText("admin, by a signed-in browser, from 127.0.0.1")).toBeVisible();

  await page.getByLabel("Result").selectOption("refused");
  await expect(page.getByRole("heading", { name: "Nothing in the record matches" })).toBeVisible();
  await page.getByRole("link", { name: "Clear the filter" }).click();
  await expect(lines(page)).toContainText([/stopped web/]);

  await page.getByRole("searchbox").fill("@3");
  await expect(lines(page)).toHaveCount(1);
  await expect(page).toHaveURL("/activity?q=%403");
});

test("what is filtered is what is exported", async ({ page, client }) => {
  await client.act({ kind: "stop_unit", unit: "mailer:0.9.4@2.service" });
  await client.act({ kind: "stop_unit", unit: "web:1.9.0@3.service" });
  const today = await page.evaluate(() => new Date().toLocaleDateString("sv"));
  await page.goto("/activity");
  await page.getByLabel("Kind").selectOption("signing in");
  await expect(lines(page)).toContainText([/signed in/]);
  await expect(lines(page)).toHaveCount(1);
  await page.getByLabel("Kind").selectOption("restart");
  await expect(lines(page)).toHaveCount(2);
  await page.getByLabel("From").fill(today);
  await page.getByLabel("Until").fill(today);
  await expect(page).toHaveURL(`/activity?kind=restart&from=${today}&to=${today}`);
  await page.getByLabel("App", { exact: true }).selectOption("web");
  await expect(lines(page)).toHaveCount(1);

  const begun = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export as JSON lines" }).click();
  const file = await (await begun).createReadStream();
  const written = (await file.toArray()).join("").trim().split("\n");
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0])).toMatchObject({ actor: "admin", app: "web", verb: "restart" });

  await page.getByLabel("Until").fill("2020-01-01");
  await expect(page.getByRole("heading", { name: "Nothing in the record matches" })).toBeVisible();
});

test("what happens meanwhile appears by itself", async ({ page, client }) => {
  await page.goto("/activity");
  await expect(lines(page).first()).toContainText("admin signed in with a one-time link");
  await client.act({ kind: "stop_unit", unit: "mailer:0.9.4@2.service" });
  await expect(lines(page).first()).toContainText("stopped mailer:0.9.4@2.service");
  await client.writeTemplate("report", "[Service]\nExecStart=/bin/true {version}\n");
  await expect(lines(page).first()).toContainText("template of report");
});

function lines(page: Page) {
  return page.getByRole("region", { name: /Today|Yesterday/ }).getByRole("list").first().getByRole("listitem").filter({ has: page.getByRole("time") });
}
