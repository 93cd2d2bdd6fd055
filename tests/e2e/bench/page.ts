/**
 * What a browser makes of many units: the time to a usable list, a key in the filter, scrolling, memory.
 *
 * Times are taken inside the page, by its own clock, up to the frame that shows the result; nothing here fails for being
 * slow. The results go to the file that BENCH_PAGE_OUT names, as the table of `cargo xtask bench` reads them.
 */
import { writeFile } from "node:fs/promises";

import { Client } from "../client";
import { expect, startQuarterdeck, test } from "../quarterdeck";
import { filterKeys, memoryOf, open, percentile, scroll, watch } from "./measure";

const SIZES = (process.env.BENCH_PAGE_UNITS ?? "1000,5000,20000").split(",").map(Number);

interface Row {
  units: number;
  machines: number;
  list_after_snapshot_ms: number;
  list_after_navigation_ms: number;
  filter_key_p50_ms: number;
  filter_key_max_ms: number;
  frame_p50_ms: number;
  frame_p95_ms: number;
  frame_max_ms: number;
  js_heap_mb: number;
  wasm_mb: number;
}

const rows: Row[] = [];

for (const units of SIZES) {
  test(`${units} units`, async ({ browser }) => {
    const machines = Math.min(300, Math.max(3, Math.round(units / 16)));
    const env = { QUARTERDECK_DEMO_MACHINES: String(machines), QUARTERDECK_DEMO_UNITS: String(units) };
    const quarterdeck = await startQuarterdeck(env);
    try {
      const client = await Client.signIn(quarterdeck.signInLink);
      await expect.poll(async () => (await client.units()).length, { timeout: 60_000 }).toBe(units);
      const context = await browser.newContext({ baseURL: quarterdeck.url, viewport: { width: 1440, height: 900 } });
      await context.addCookies([client.cookie]);
      const page = await context.newPage();
      const devtools = await context.newCDPSession(page);
      await page.addInitScript(watch, units);
      const opened = await open(page, units);
      const keys = await filterKeys(page);
      const frames = await scroll(page);
      const memory = await memoryOf(page, devtools);
      rows.push({
        units,
        machines,
        ...opened,
        filter_key_p50_ms: percentile(keys, 0.5),
        filter_key_max_ms: Math.max(...keys),
        frame_p50_ms: percentile(frames, 0.5),
        frame_p95_ms: percentile(frames, 0.95),
        frame_max_ms: Math.max(...frames),
        ...memory,
      });
      await context.close();
    } finally {
      await quarterdeck.stop();
    }
  });
}

test.afterAll(async () => {
  const out = process.env.BENCH_PAGE_OUT;
  if (out) await writeFile(out, JSON.stringify(rows, null, 2));
  else console.table(rows);
});
