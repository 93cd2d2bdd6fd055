/** How times are taken inside the page: by its own clock, up to the frame that shows the result. */
import type { CDPSession, Page } from "@playwright/test";

import { expect } from "../quarterdeck";

/** Each of these keys narrows the list, and taking it back widens it. */
const WORDS = ["012", "071"];
const SCROLL_MS = 4_000;

declare global {
  interface Window {
    bench: { listShown?: number; memory: WebAssembly.Memory[]; timed?: Promise<number | undefined> };
  }
}

/** Runs in the page before anything else: notes when the list is painted, and keeps hold of the module's memory. */
export function watch(units: number) {
  window.bench = { memory: [] };
  const keep = (result: WebAssembly.WebAssemblyInstantiatedSource) => {
    for (const exported of Object.values(result.instance.exports)) {
      if (exported instanceof WebAssembly.Memory) window.bench.memory.push(exported);
    }
    return result;
  };
  const streaming = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...args) => streaming.apply(WebAssembly, args).then(keep);
  new MutationObserver((_, observer) => {
    const table = document.querySelector(`[role=table][aria-rowcount="${units + 1}"]`);
    if (!table || table.querySelectorAll(".vlist-body [role=row]").length < 10) return;
    observer.disconnect();
    // The next frame draws it; what runs behind that frame knows that it was drawn.
    requestAnimationFrame(() => setTimeout(() => (window.bench.listShown = performance.now())));
  }).observe(document, { subtree: true, childList: true, attributes: true });
}

export async function open(page: Page, units: number) {
  await page.goto("/units");
  await page.waitForFunction(() => window.bench.listShown !== undefined, undefined, { timeout: 120_000 });
  const [shown, snapshot] = await page.evaluate(() => {
    const entries = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
    const snapshot = entries.find((entry) => entry.name.endsWith("/snapshot"));
    return [window.bench.listShown!, snapshot?.responseEnd ?? NaN];
  });
  expect(snapshot, `the snapshot of ${units} units`).toBeGreaterThan(0);
  return { list_after_snapshot_ms: shown - snapshot, list_after_navigation_ms: shown };
}

/** Each key narrows or widens the list; the time is from the key's event to behind the frame that shows the rows. */
export async function filterKeys(page: Page): Promise<number[]> {
  const search = page.getByRole("searchbox");
  await search.focus();
  const took: number[] = [];
  const keys = WORDS.flatMap((word) => [...word, ...Array<string>(word.length).fill("Backspace")]);
  for (const key of keys) {
    // The page listens before the key is pressed: a slow one may take the key first.
    await page.evaluate(() => {
      window.bench.timed = new Promise<number | undefined>((resolve) => {
        const begin = (event: Event) => {
          const pressed = event.timeStamp;
          const table = () => document.querySelector("[role=table]");
          let last: number | undefined;
          const done = () => {
            observer.disconnect();
            resolve(last === undefined ? undefined : last - pressed);
          };
          let quiet = setTimeout(done, 400);
          const observer = new MutationObserver(() => {
            clearTimeout(quiet);
            requestAnimationFrame(() => setTimeout(() => (last = performance.now())));
            quiet = setTimeout(done, 400);
          });
          observer.observe(table()?.parentElement ?? document.body, {
            subtree: true,
            childList: true,
            attributes: true,
            attributeFilter: ["aria-rowcount", "aria-rowindex"],
          });
        };
        window.addEventListener("keydown", begin, { capture: true, once: true });
      });
    });
    await search.press(key);
    const time = await page.evaluate(() => window.bench.timed);
    if (time !== undefined) took.push(time);
  }
  await search.fill("");
  expect(took.length, "keys that changed the list").toBeGreaterThan(0);
  return took;
}

/** Scrolls steadily, a bit each frame, and notes the time between frames. */
export async function scroll(page: Page): Promise<number[]> {
  await page.evaluate(() => window.scrollTo(0, 0));
  return page.evaluate(
    (time) =>
      new Promise<number[]>((resolve) => {
        const frames: number[] = [];
        const began = performance.now();
        let last: number | undefined;
        const step = (now: number) => {
          if (last !== undefined) frames.push(now - last);
          last = now;
          if (now - began > time) return resolve(frames);
          window.scrollBy(0, 120);
          requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
      }),
    SCROLL_MS,
  );
}

export async function memoryOf(page: Page, devtools: CDPSession) {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize } = await devtools.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() =>
    window.bench.memory.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
  );
  return { js_heap_mb: usedSize / 1e6, wasm_mb: wasm / 1e6 };
}

/** The value below which this part of the samples lies. */
export function percentile(samples: number[], part: number): number {
  const sorted = [...samples].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}
