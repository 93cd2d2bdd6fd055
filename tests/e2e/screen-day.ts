/**
 * A day of a wall display in a few minutes: the page's clocks and timers are driven, everything else is real.
 *
 * At every step what is wrong in the picture is what stands on the display, and nothing is shown as of now that is not.
 */
import { type BrowserContext, type CDPSession, type Page, expect } from "@playwright/test";

import { type App, type Stage, wall } from "./screens";

export interface Day {
  /** How long it takes by the display's clocks. */
  hours: number;
  updates: number;
  restarts: number;
  /** How many of the restarts bring a new page along. */
  builds: number;
  cuts: number;
  /** Apps on the display. */
  apps: number;
}

export interface Figures {
  hours: number;
  updates: number;
  restarts: number;
  cuts: number;
  /** How often the page was loaded, and how many streams were opened. */
  loads: number;
  streams: number;
  /** Updates after which what was wrong was not what stood there. */
  missed: number;
  /** Of each time the page was loaded and lived for a while. */
  lives: Life[];
}

/** What a page held, taken behind a garbage collection: when it had warmed up, and before it was loaded again. */
interface Life {
  hours: number;
  js_kb: [number, number];
  wasm_kb: [number, number];
  nodes: [number, number];
}

interface Sample {
  life: number;
  at_ms: number;
  js: number;
  wasm: number;
  nodes: number;
}

declare global {
  interface Window {
    /** `advance` moves the page's time on to this, in milliseconds since the day began. */
    driven: { advance(until: number): Promise<void>; wait(ms: number): Promise<void>; memory: WebAssembly.Memory[] };
  }
}

const HOUR = 3_600_000;
const BEGUN = Date.UTC(2026, 10, 23, 6);
/** A server says this often that nothing changed. */
const PULSE_MS = 5_000;
/** A server that starts again is away for so long. */
const AWAY_S = 20;

/** Runs in the page before anything else. Its time goes on over a load of the page, in the session's storage. */
function drive(begun: number) {
  const timers = new Map<number, { at: number; every?: number; call: () => void }>();
  const real = { wait: window.setTimeout.bind(window), Date };
  let passed = Number(sessionStorage.getItem("driven") ?? 0);
  let next = 1;
  const set = (call: TimerHandler, ms = 0, every?: number) => {
    if (typeof call !== "function") throw new Error("no text as a timer");
    timers.set(next, { at: passed + Math.max(0, ms), every, call: () => call() });
    return next++;
  };
  window.setTimeout = ((call: TimerHandler, ms?: number) => set(call, ms)) as typeof window.setTimeout;
  window.setInterval = ((call: TimerHandler, ms = 1) => set(call, ms, Math.max(1, ms))) as typeof window.setInterval;
  window.clearTimeout = window.clearInterval = (id) => void timers.delete(id as number);
  performance.now = () => passed;
  const Driven = function (...given: [number]) {
    return given.length > 0 ? new real.Date(...given) : new real.Date(begun + passed);
  } as unknown as DateConstructor;
  Object.setPrototypeOf(Driven, real.Date);
  Driven.prototype = real.Date.prototype;
  Driven.now = () => begun + passed;
  window.Date = Driven;
  const advance = async (until: number) => {
    for (;;) {
      const due = [...timers].filter(([, timer]) => timer.at <= until).sort((one, other) => one[1].at - other[1].at)[0];
      if (!due) break;
      const [id, timer] = due;
      passed = Math.max(passed, timer.at);
      if (timer.every === undefined) timers.delete(id);
      else timer.at += timer.every;
      timer.call();
    }
    passed = Math.max(passed, until);
    sessionStorage.setItem("driven", String(passed));
    await new Promise<void>((done) => real.wait(done));
  };
  const memory: WebAssembly.Memory[] = [];
  const streaming = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = (...args) =>
    streaming.apply(WebAssembly, args).then((made) => {
      for (const exported of Object.values(made.instance.exports)) {
        if (exported instanceof WebAssembly.Memory) memory.push(exported);
      }
      return made;
    });
  window.driven = { advance, wait: (ms) => new Promise((done) => real.wait(done, ms)), memory };
}

/** Lives through it. Throws at the first thing that is not so. */
export async function liveThrough(context: BrowserContext, stage: Stage, day: Day): Promise<Figures> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  let loads = 0;
  page.on("load", () => (loads += 1));
  await page.addInitScript(drive, BEGUN);
  const devtools = await context.newCDPSession(page);
  let passed = 0;
  stage.now = () => BEGUN + passed;
  const luck = dice(20_000);
  const apps: App[] = Array.from({ length: day.apps }, (_, at) => ({
    name: `app-${String(at).padStart(3, "0")}`,
    tone: "ok",
    running: 3,
    wanted: 3,
  }));
  const wrong = () => apps.filter((app) => app.tone === "bad");
  // The number of machines tells the pictures apart.
  const picture = (number: number) => {
    const worstFirst = [...wrong(), ...apps.filter((app) => app.tone !== "bad")];
    return { ...wall(worstFirst), clusters: [{ name: "default", machines: number }] };
  };
  stage.show(picture(0));
  await page.goto(`${stage.url}/screen`);
  await page.locator(".screen-foot").waitFor();

  const pass = async (ms: number) => {
    for (let left = ms; left > 0; left -= PULSE_MS) {
      passed += Math.min(left, PULSE_MS);
      await seen(page, passed);
      stage.beat();
    }
  };
  const back = async () => {
    const before = stage.opened;
    for (let tries = 0; stage.opened === before; tries += 1) {
      if (tries > 200) throw new Error("the display did not come back");
      await pass(1_000);
      await new Promise((done) => setTimeout(done, 5));
    }
    await page.locator(".screen-foot").waitFor();
  };
  const [restartEvery, cutEvery] = [Math.floor(day.updates / day.restarts), Math.floor(day.updates / day.cuts)];
  const buildEvery = Math.ceil(day.restarts / (day.builds + 1));
  const sampleEvery = Math.max(1, Math.floor(day.updates / 80));
  const samples: Sample[] = [];
  const step = Math.round((day.hours * HOUR) / day.updates);
  const last = Math.min(step, PULSE_MS);
  let [restarts, cuts, missed] = [0, 0, 0];
  for (let number = 1; number <= day.updates; number += 1) {
    change(apps[luck(apps.length)], luck(4) === 0, number, stage.now());
    // Never so many that they have no room.
    if (wrong().length > 6) change(wrong()[luck(6)], false, number, 0);
    if (number % restartEvery === 0 && restarts < day.restarts) {
      restarts += 1;
      stage.away = true;
      stage.cut();
      if (restarts % buildEvery === 0) stage.build = `build-${restarts}`;
      for (let second = 0; second < AWAY_S; second += 1) await pass(1_000);
      expect(await page.locator(".screen").getAttribute("data-age"), "a server that is away").not.toBe("live");
      stage.away = false;
      await back();
    } else if (number % cutEvery === cutEvery - 3 && cuts < day.cuts) {
      cuts += 1;
      stage.cut();
      await back();
    }
    // The last of the way to the next picture is gone with it: one look at the page for each.
    await pass(step - last);
    passed += last;
    stage.show(picture(number));
    const shown = await seen(page, passed, number);
    const expected = wrong().map((app) => app.name).sort();
    if (shown.bad.join() !== expected.join()) missed += 1;
    expect(shown, `update ${number}`).toEqual({ bad: expected, age: "live", machines: number });
    if (number % sampleEvery === 0) samples.push({ life: loads, at_ms: passed, ...(await held(page, devtools)) });
    if (number % 2_000 === 0) console.log(`${number} of ${day.updates} pictures`);
  }
  const verdict = await page.getByRole("heading", { level: 1 }).innerText();
  expect(verdict.toUpperCase()).toContain(wrong().length === 0 ? "OK" : `${wrong().length} APP`);
  expect(errors).toEqual([]);
  await page.close();
  const hours = Math.round((passed / HOUR) * 10) / 10;
  return { hours, updates: day.updates, restarts, cuts, loads, streams: stage.opened, missed, lives: lives(samples) };
}

/** Moves the page's clock on, waits until it shows the picture of this number (none: at once), and says what stands there. */
async function seen(page: Page, until: number, number = -1): Promise<{ bad: string[]; age: string | null; machines: number }> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await page.evaluate(
        async ([until, number]) => {
          const machines = () => Number(/, (\d+) machine/.exec(document.querySelector(".screen-foot")?.textContent ?? "")?.[1] ?? -1);
          await window.driven.advance(until);
          for (let waited = 0; number >= 0 && machines() !== number && waited < 2_000; waited += 1) await window.driven.wait(1);
          // What follows from the picture is drawn in the next task.
          await window.driven.wait(0);
          const names = [...document.querySelectorAll(".screen-bad > li b")].map((name) => name.textContent ?? "");
          const age = document.querySelector(".screen")?.getAttribute("data-age") ?? null;
          return { bad: names.sort(), age, machines: machines() };
        },
        [until, number] as const,
      );
    } catch (error) {
      // The page was loaded again in between.
      if (tries > 3) throw error;
      await page.waitForLoadState();
      await page.locator(".screen-foot").waitFor();
    }
  }
}

function change(app: App, isBad: boolean, number: number, since_ms: number) {
  const bad = { tone: "bad" as const, running: 2, note: `1 of 3 failed: step ${number}.`, since_ms };
  Object.assign(app, isBad ? bad : { tone: "ok", running: 3, note: undefined, since_ms: undefined });
}

async function held(page: Page, devtools: CDPSession): Promise<Pick<Sample, "js" | "wasm" | "nodes">> {
  await devtools.send("HeapProfiler.collectGarbage");
  const { usedSize: js } = await devtools.send("Runtime.getHeapUsage");
  const { nodes } = await devtools.send("Memory.getDOMCounters");
  const wasm = await page.evaluate(() => window.driven.memory.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  return { js, wasm, nodes };
}

/**
 * The most that each life held in the first third of its samples, and in the last: how much it is at one moment depends on
 * what is shown. The first sample of each is of a page that is still warming up.
 */
function lives(samples: Sample[]): Life[] {
  const all = [...new Set(samples.map((sample) => sample.life))].map((life) => samples.filter((sample) => sample.life === life).slice(1));
  return all
    .filter((warm) => warm.length > 1)
    .map((warm) => {
      const third = Math.ceil(warm.length / 3);
      const most = (of: (sample: Sample) => number): [number, number] => [
        Math.max(...warm.slice(0, third).map(of)),
        Math.max(...warm.slice(-third).map(of)),
      ];
      return {
        hours: Math.round(((warm[warm.length - 1].at_ms - warm[0].at_ms) / HOUR) * 10) / 10,
        js_kb: most(({ js }) => Math.round(js / 1_000)),
        wasm_kb: most(({ wasm }) => Math.round(wasm / 1_000)),
        nodes: most(({ nodes }) => nodes),
      };
    });
}

/** Luck that is the same each time. */
function dice(seed: number) {
  let state = seed;
  return (sides: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}
