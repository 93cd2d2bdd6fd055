/** API tokens: shown once, good for what their role may do, and worth nothing once revoked. */
import { expect, test } from "./signed-in";

test("a token is made, used, and revoked", async ({ page, quarterdeck }) => {
  const status = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(new URL("/api/v1/clusters/default/snapshot", quarterdeck.url), { headers })).status;
  };
  await page.goto("/settings/tokens");
  await page.getByRole("button", { name: "Make a token…" }).click();
  const panel = page.getByRole("dialog", { name: "New token" });
  await panel.getByLabel("What it is for").fill("not a name!");
  await panel.getByRole("button", { name: "Make the token" }).click();
  await expect(panel.getByLabel("What it is for")).toHaveAttribute("aria-invalid", "true");

  await panel.getByLabel("What it is for").fill("deploys");
  await panel.getByLabel("At most").fill("10");
  await panel.getByRole("button", { name: "Make the token" }).click();
  const made = page.getByRole("region", { name: "The token “deploys” is made" });
  await expect(made.getByRole("heading")).toBeFocused();
  const secret = await made.getByRole("code").first().innerText();
  expect(await status(secret)).toBe(200);
  expect(await status(`${secret}x`)).toBe(401);

  // Nowhere again: not in the page, and not in what the page can ask for.
  await page.reload();
  const row = page.getByRole("row", { name: /deploys/ });
  await expect(row).toContainText("in 30 days");
  await expect(row).toContainText("viewer on everything, at most 10 instances");
  await expect(row).not.toContainText("never");
  await expect(page.getByText(secret)).toHaveCount(0);

  await row.getByRole("button", { name: "Revoke deploys" }).click();
  const dialog = page.getByRole("dialog", { name: "Revoke the token deploys?" });
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(dialog).toBeHidden();
  expect(await status(secret)).toBe(200);
  await row.getByRole("button", { name: "Revoke deploys" }).click();
  await dialog.getByRole("button", { name: "Revoke deploys" }).click();
  await expect(row).toHaveCount(0);
  expect(await status(secret)).toBe(401);

  // A secret that is worth nothing any more is not offered to be copied.
  await page.getByRole("button", { name: "Make a token…" }).click();
  await panel.getByLabel("What it is for").fill("short");
  await panel.getByRole("button", { name: "Make the token" }).click();
  const shown = page.getByRole("region", { name: "The token “short” is made" });
  await expect(shown).toBeVisible();
  await page.getByRole("button", { name: "Revoke short" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke short" }).click();
  await expect(page.getByRole("row", { name: /short/ })).toHaveCount(0);
  await expect(shown).toHaveCount(0);
});
