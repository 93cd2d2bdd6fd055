/** The server goes away under an open page, and comes back: old data never looks new, and nobody has to reload. */
import type { Page } from "@playwright/test";

import { expect, test } from "./signed-in";

test("a server that is gone is said, and met again by itself", async ({ page, context, quarterdeck }) => {
  test.setTimeout(120_000);
  let documents = 0;
  page.on("request", (request) => {
    if (request.isNavigationRequest()) documents += 1;
  });
  const unit = await context.newPage();
  await unit.goto("/units/mailer:0.9.4@2.service");
  await page.goto("/");
  const chip = page.getByRole("banner").getByRole("note");
  await expect(chip).toContainText("live");
  const running = page.getByRole("link", { name: /^mailer:0\.9\.4@2, running/ });
  await expect(running).toBeVisible();
  expect(await greenPixels(page), "running units are green").toBeGreaterThan(0);
  const stop = unit.getByRole("button", { name: "Stop" });
  await expect(stop).toBeEnabled();
  await stop.focus();

  await quarterdeck.halt();
  for (const open of [page, unit]) {
    await open.bringToFront();
    const told = open.getByRole("alert", { name: "State of the data" });
    await expect(told).toContainText("Quarterdeck cannot be reached; trying again.", { timeout: 30_000 });
    await expect(told).toContainText("the last known state");
    expect(await greenPixels(open), "nothing looks well").toBe(0);
  }
  await expect(page.getByRole("link", { name: /^mailer:0\.9\.4@2, last known: running/ })).toBeVisible();
  await expect(unit.getByText("was running").first()).toBeVisible();
  for (const write of [
    page.getByRole("button", { name: "Deploy an app…" }),
    stop,
    unit.getByRole("button", { name: "Remove…" }),
  ]) {
    await expect(write).toBeDisabled();
    await expect(write).toHaveAccessibleDescription("Quarterdeck cannot be reached, so nothing can be changed.");
  }

  await quarterdeck.resume();
  await expect(chip).toContainText("live", { timeout: 60_000 });
  await expect(running).toBeVisible();
  await expect(page.getByRole("alert", { name: "State of the data" })).toBeHidden();
  await expect(page.getByRole("button", { name: "Deploy an app…" })).toBeEnabled();
  await expect(stop).toBeEnabled({ timeout: 60_000 });
  await expect(stop, "the page is still the same").toBeFocused();
  expect(documents, "documents loaded").toBe(1);
});

/** How much of what one sees is clearly green, whichever way it is drawn. */
async function greenPixels(page: Page): Promise<number> {
  const picture = (await page.screenshot({ animations: "disabled" })).toString("base64");
  const blank = await page.context().newPage();
  const count = await blank.evaluate(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    let count = 0;
    for (let at = 0; at < data.length; at += 4) {
      const [red, green, blue] = data.subarray(at, at + 3);
      if (green > red + 40 && green >= blue) count += 1;
    }
    return count;
  }, picture);
  await blank.close();
  return count;
}
