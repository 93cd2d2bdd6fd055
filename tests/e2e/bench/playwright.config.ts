/** How the page is measured: as the browser tests run, but one at a time and without traces, which cost time. */
import { defineConfig } from "@playwright/test";

import tests from "../playwright.config";

export default defineConfig({
  ...tests,
  testDir: ".",
  testMatch: process.env.BENCH_WHAT ?? (process.env.BENCH_PAGE_SLOW ? "slow.ts" : "page.ts"),
  outputDir: "../test-results/bench",
  timeout: 180_000,
  workers: 1,
  fullyParallel: false,
  use: { ...tests.use, trace: "off", screenshot: "off", viewport: { width: 1440, height: 900 } },
});
