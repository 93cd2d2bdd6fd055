/**
 * How the browser tests run: one Chromium from the system's packages, each test with a server of its own.
 * `cargo xtask test --only e2e` builds the programs, installs the packages and names all paths.
 */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  outputDir: "test-results",
  // A flow is many steps over a cluster that takes its time; one step never waits long.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // Each worker is a browser and a server: as many as a small machine has cores.
  workers: 2,
  fullyParallel: true,
  // A test that passes at the second try is a test that fails.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    browserName: "chromium",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
