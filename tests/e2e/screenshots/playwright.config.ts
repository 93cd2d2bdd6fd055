/** How the pictures of docs/images are taken: as the browser tests run, in one window after the other. */
import { defineConfig } from "@playwright/test";

import tests from "../playwright.config";

export default defineConfig({
  ...tests,
  testDir: ".",
  testMatch: "pages.ts",
  outputDir: "../test-results/screenshots",
  timeout: 900_000,
  workers: 1,
  use: { ...tests.use, trace: "off", screenshot: "off", locale: "en-GB", timezoneId: "UTC" },
});
