/** Why units do not run: said on the apps page, in the list and, machine by machine, on the unit's own page. */
import type { Page } from "@playwright/test";

import { startFleet } from "./fleet";
import { startQuarterdeck } from "./quarterdeck";
import { Client } from "./client";
import { expect, lookingTest, test } from "./signed-in";

const UNIT_FILE = "[Service]\nExecStart=/bin/run {app} {instance}\n\n[X-Fleet]\nConflicts=%p@*.service\n";
const REASON = "all 3 machines already hold example:1.0.0@*.service";

test("four instances that exclude each other on three machines, and machines that are relabelled", async ({ page, context }) => {
  test.setTimeout(90_000);
  const fleet = await startFleet("tcp", 8);
  const quarterdeck = await startQuarterdeck({ FLEET_ENDPOINT: fleet.endpoint });
  try {
    const client = await Client.signIn(quarterdeck.signInLink);
    await context.addCookies([client.cookie]);
    await client.writeTemplate("example", UNIT_FILE);
    // Three have their machines before the fourth asks: which of four at once is left over is Fleet's choice.
    await client.act({ kind: "launch", app: "example", version: "1.0.0", count: 3 });
    await page.goto(`${quarterdeck.url}/units`);
    const running = page.getByRole("table", { name: "Units" }).getByText("running", { exact: true });
    await expect(running).toHaveCount(3, { timeout: 30_000 });
    await client.act({ kind: "scale", app: "example", version: "1.0.0", count: 4 });
    await page.goto(quarterdeck.url);
    const attention = page.getByRole("region", { name: "Needs attention" });
    await expect(attention).toContainText(`example:1.0.0@4 is unplaced: ${REASON}.`, { timeout: 30_000 });

    await page.getByRole("link", { name: "Units", exact: true }).first().click();
    const row = page.getByRole("table", { name: "Units" }).getByRole("row").filter({ hasText: "@4.service" });
    await expect(row).toContainText(REASON);
    await row.getByRole("link", { name: /@4\.service/ }).click();

    const why = page.getByRole("region", { name: "Why it is not running" });
    await expect(why).toContainText("All 3 machines already hold example:1.0.0@*.service.");
    await expect(why.getByRole("row")).toHaveCount(4);
    await expect(why).toContainText("is here, and this unit has Conflicts=example:1.0.0@*.service");
    await why.getByRole("link", { name: "example:1.0.0@1.service" }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: "example:1.0.0@1.service" })).toBeVisible();
    // What runs has nothing to explain.
    await expect(page.getByText("running", { exact: true }).first()).toBeVisible();
    await expect(why).toHaveCount(0);

    // An app that asks for a label, which every machine then loses.
    await client.writeTemplate("pinned", "[Service]\nExecStart=/bin/run {app}\n\n[X-Fleet]\nMachineMetadata=region=eu\n");
    await relabel(fleet.endpoint, "region", "mars");
    await client.act({ kind: "launch", app: "pinned", version: "1", count: 2 });
    await page.goto(`${quarterdeck.url}/units/pinned:1@1.service`);
    await expect(why).toContainText("No machine has region=eu.", { timeout: 30_000 });
    await expect(why.getByText("lacks region=eu: it has region=mars")).toHaveCount(3);
    // The first label that fits again is enough, and the page follows.
    await relabel(fleet.endpoint, "region", "eu");
    await expect(why).toHaveCount(0, { timeout: 30_000 });
  } finally {
    await quarterdeck.stop();
    await fleet.stop();
  }
});

lookingTest("the demo's own unit that failed says why, at any width", async ({ page }) => {
  for (const width of [390, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto("/units?q=checkout");
    const line = page.getByRole("table", { name: "Units" }).getByText(/already hold/).first();
    await expect(line).toBeVisible();
    await fitsInto(page, width);
    await page.goto("/units/checkout:2.4.1@5.service");
    await expect(page.getByRole("region", { name: "Why it is not running" }).getByRole("row").first()).toBeVisible();
    await fitsInto(page, width);
  }
});

/** Nothing makes the page wider than the window. */
async function fitsInto(page: Page, width: number) {
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
}

/** Gives all machines of a Fleet a label. */
async function relabel(endpoint: string, key: string, value: string) {
  const address = new URL("/fleet/v1/machines", endpoint);
  const { machines } = (await (await fetch(address)).json()) as { machines: { id: string }[] };
  const changes = machines.map(({ id }) => ({ op: "add", path: `/${id}/metadata/${key}`, value: { value } }));
  const answer = await fetch(address, { method: "PATCH", body: JSON.stringify(changes) });
  expect(answer.status).toBe(204);
}
