/** What people do who use no pointer. */
import { expect, type Locator, type Page } from "@playwright/test";

/** More stops than there are between any two places. */
const MOST_TABS = 120;

/** Goes there by Tab alone. */
export async function tabTo(page: Page, there: Locator) {
  await expect(there).toBeVisible();
  for (let stops = 0; stops < MOST_TABS; stops += 1) {
    if (await there.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  await expect(there, "reached by Tab").toBeFocused({ timeout: 1 });
}

/** Goes to a button and presses it. */
export async function press(page: Page, button: Locator) {
  await tabTo(page, button);
  await expect(button).toBeEnabled();
  await page.keyboard.press("Enter");
}

/** Replaces what a field has. */
export async function type(page: Page, field: Locator, text: string) {
  await tabTo(page, field);
  await page.keyboard.press("Control+a");
  await page.keyboard.type(text);
}
