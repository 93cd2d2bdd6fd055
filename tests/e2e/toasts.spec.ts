/** What the page says by itself can be reached and used whatever stands open over it. */
import { expect, test } from "./signed-in";

test("a removal is taken back while a panel is open, and from the search", async ({ page, client }) => {
  await client.demoTemplates();
  await page.goto("/");
  await page.getByRole("button", { name: "Deploy web…" }).click();
  const panel = page.getByRole("dialog", { name: "Deploy web" });
  await expect(panel).toBeVisible();
  const undo = page.getByRole("button", { name: "Undo" });

  await client.act({ kind: "remove_unit", unit: "mailer:0.9.4@2.service" });
  await expect(undo).toHaveCount(1);
  await undo.click();
  await expect(page.getByText(/Remove mailer:0\.9\.4@2\.service: undone/)).toBeVisible();
  await expect(panel, "the press was not one beside the panel").toBeVisible();
  await panel.getByRole("button", { name: "Cancel" }).click();
  await expect(panel).toBeHidden();

  await client.act({ kind: "remove_unit", unit: "mailer:0.9.4@1.service" });
  await expect(undo).toBeVisible();
  await page.keyboard.press("/");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(undo).toHaveCount(1);
  await undo.click();
  await expect(page.getByText(/Remove mailer:0\.9\.4@1\.service: undone/)).toBeVisible();
});
