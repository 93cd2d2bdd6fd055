/** A wall display's day: `cargo xtask bench --screen`. */
import { Client } from "../client";
import { startQuarterdeck, expect, test } from "../quarterdeck";
import { liveThrough } from "../screen-day";
import { Stage, pair } from "../screens";

test("24 hours", async ({ browser }) => {
  // Twenty thousand pictures: an hour on a machine that has other work.
  test.setTimeout(120 * 60_000);
  const quarterdeck = await startQuarterdeck();
  const stage = await Stage.before(quarterdeck.url);
  try {
    const client = await Client.signIn(quarterdeck.signInLink);
    // Small, since what is painted is not looked at, and a machine without graphics takes long over it.
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
    await pair(context, stage.url, client, "Kitchen");
    const figures = await liveThrough(context, stage, { hours: 24, updates: 20_000, restarts: 50, builds: 2, cuts: 20, apps: 60 });
    console.log(JSON.stringify(figures, null, 1));
    expect(figures.missed).toBe(0);
    expect(figures.lives.length).toBeGreaterThan(1);
    for (const { js_kb, wasm_kb, nodes } of figures.lives) {
      for (const [first, last] of [js_kb, wasm_kb, nodes]) expect(last, "flat within 10 %").toBeLessThanOrEqual(first * 1.1);
    }
  } finally {
    await stage.close();
    await quarterdeck.stop();
  }
});
