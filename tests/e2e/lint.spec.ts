/** What is wrong with a template is said while it is written, and mended by clicks alone. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { unitJson } from "./article";
import { expect, test } from "./signed-in";

const FAULTY = [
  "[Service]",
  "# Stays where it is.",
  "ExecStartPre=-/usr/bin/docker rm %p-i%",
  "ExecStart=/usr/bin/docker run --rm --name %p-%i acme/shop:{version}",
  "",
].join("\n");

test("the article's template is mended by clicks, saved, and runs", async ({ page, client }) => {
  await client.demoTemplates();
  await page.goto("/?new=paste");
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Name of the app").fill("example");
  await panel.getByLabel("First version").fill("1.0.0");
  await editor(page).fill(unitJson);
  await expect(findings(page).getByRole("listitem").first()).toContainText("Error");
  await expect(findings(page)).toContainText("The quotation mark \" is never closed");
  const save = panel.getByRole("button", { name: "Save and review the plan" });
  await expect(save).toHaveAccessibleDescription(/^Mend the errors first/);
  const axe = await new AxeBuilder({ page }).analyze();
  expect(axe.violations.map((violation) => violation.id)).toEqual([]);

  await panel.getByRole("button", { name: "Make it right…" }).click();
  const difference = panel.getByRole("region", { name: "What making it right changes" });
  await expect(difference.getByRole("deletion").first()).toContainText("/bin/bash");
  await expect(difference.getByRole("insertion").first()).toContainText("TimeoutStartSec=0");
  await panel.getByRole("button", { name: "Apply these changes" }).click();
  await expect(editor(page)).toHaveValue(/docker stop \{app\}-\{version\}-\{instance\}/);
  await expect(findings(page).getByText(/^(Error|Warning)$/)).toHaveCount(0);
  await save.click();

  const plan = page.getByRole("dialog", { name: "Deploy example" });
  await plan.getByRole("button", { name: "Deploy 1 instance of example 1.0.0" }).click();
  await expect(page.getByRole("link", { name: /^example:1\.0\.0@1\b.*\brunning/ }).first()).toBeVisible({ timeout: 30_000 });
});

test("findings lead to their place, and a fix is one press, by keyboard too", async ({ page, client }) => {
  await client.demoTemplates();
  await client.writeTemplate("report", "[Service]\nRestart=no\nExecStart=/bin/report {version}\n");
  await page.goto("/settings/templates?app=report");
  await editor(page).fill(FAULTY);
  await expect(page.getByRole("status").filter({ hasText: "2 errors, 1 warning, 1 hint" })).toBeVisible();

  const warning = findings(page).getByRole("listitem").filter({ hasText: "Warning" });
  await warning.getByRole("button", { name: "Line 3" }).press("Enter");
  await expect(editor(page)).toBeFocused();
  const caret = (area: HTMLElement | SVGElement) => (area as HTMLTextAreaElement).selectionStart;
  expect(await editor(page).evaluate(caret)).toBe(FAULTY.indexOf("i%"));

  await warning.getByRole("button", { name: "Write %i" }).press("Enter");
  await expect(editor(page)).toHaveValue(FAULTY.replace("%p-i%", "%p-%i"));
  await expect(editor(page)).toBeFocused();
  await findings(page).getByRole("button", { name: "Use {app}-{version}-{instance} everywhere" }).first().click();
  await expect(editor(page)).toHaveValue(FAULTY.replace(/%p-i%|%p-%i/g, "{app}-{version}-{instance}"));
  await expect(page.getByRole("status").filter({ hasText: /^1 hint$/ })).toBeVisible();
});

test("errors are saved only by someone who says to have seen them", async ({ page, client }) => {
  await client.demoTemplates();
  await client.writeTemplate("report", "[Service]\nRestart=no\nExecStart=/bin/report {version}\n");
  await page.goto("/settings/templates?app=report");
  await editor(page).fill(FAULTY);
  const save = page.getByRole("button", { name: "Save as revision 2" });
  await expect(save).toHaveAccessibleDescription(/^Mend the errors first/);
  await page.getByRole("checkbox", { name: /^Save it all the same/ }).check();
  await save.click();
  await expect(page.getByText("Revision 2 of report is saved.", { exact: false })).toBeVisible();
});

function editor(page: Page) {
  return page.getByRole("textbox", { name: /^Unit file/ });
}

function findings(page: Page) {
  return page.getByRole("list", { name: "Findings" });
}
