/** A display in front of a test: paired with a running server, or fed with pictures of one's own. */
import { createServer, type IncomingMessage, type Server, type ServerResponse, request } from "node:http";

import type { BrowserContext } from "@playwright/test";

import type { Client } from "./client";

export interface ScreenRow {
  id: string;
  name: string;
}

export interface App {
  name: string;
  tone: "bad" | "warn" | "unknown" | "working" | "ok" | "idle";
  running: number;
  wanted: number;
  note?: string;
  since_ms?: number;
}

export interface Run {
  name: string;
  what: string;
  tone: string;
  state: string;
  done: number;
  total: number;
  by: string;
  note?: string;
  since_ms: number;
}

/** What a display is sent, as `shared::screen::wall` has it. */
export interface Wall {
  clusters: { name: string; machines: number }[];
  apps: App[];
  runs: Run[];
}

export const VIEW = { clusters: ["*"], apps: ["*"], distance_m: 3 };

/** Pairs this browser over the API; its pages show the wall from then on. */
export async function pair(context: BrowserContext, url: string, client: Client, name: string, view: object = VIEW) {
  const asked = await fetch(new URL("/api/v1/screens/pairings", url), { method: "POST", headers: { origin: url } });
  const [pairOfCookie] = asked.headers.getSetCookie()[0].split(";");
  const [cookie, value] = pairOfCookie.split("=");
  const { code } = (await asked.json()) as { code: string };
  const screen = await client.call<ScreenRow>("POST", `/api/v1/screens/pairings/${code}`, { name, view });
  await context.addCookies([{ name: cookie, value, url }]);
  return screen;
}

/** As many apps as wanted, of which the first `bad` have failed. */
export function apps(count: number, bad = 0, now = Date.now()): App[] {
  return Array.from({ length: count }, (_, at) => {
    const name = `app-${String(at + 1).padStart(3, "0")}`;
    if (at < bad) {
      const note = "1 of 3 failed on 10.0.1.7: it ended with status 137 after 4 s, most likely killed for its memory.";
      return { name, tone: "bad" as const, running: 2, wanted: 3, note, since_ms: now - 12 * 60_000 };
    }
    return { name, tone: "ok" as const, running: 3, wanted: 3 };
  });
}

/** The worst first, as the server sorts them. */
export function wall(all: App[], runs: Run[] = []): Wall {
  return { clusters: [{ name: "default", machines: 3 }], apps: all, runs };
}

/** Stands before a running server, passes everything on, and speaks in its place to displays. */
export class Stage {
  private readonly server: Server;
  private readonly streams = new Set<ServerResponse>();
  private last: Wall = wall([]);
  /** How many streams were opened. */
  opened = 0;
  /** Answers nothing, as a server that is away. */
  away = false;
  /** How often it was asked meanwhile. */
  refused = 0;
  /** What it gives for its build; the real one's if nothing. */
  build: string | undefined;
  /** Its time, in ms since the epoch. */
  now = () => Date.now();
  private own: object = {};

  private constructor(private readonly behind: URL) {
    this.server = createServer((asked, answer) => this.take(asked, answer));
  }

  static async before(url: string): Promise<Stage> {
    const stage = new Stage(new URL(url));
    await new Promise<void>((resolve) => stage.server.listen(0, "127.0.0.1", resolve));
    return stage;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("not listening");
    return `http://127.0.0.1:${address.port}`;
  }

  /** Shows this from now on. */
  show(picture: Wall) {
    this.last = picture;
    this.say("wall", { wall: picture, pulse: this.pulse() });
  }

  /** Says that nothing changed. */
  beat() {
    this.say("pulse", this.pulse());
  }

  say(event: string, data: object) {
    for (const stream of this.streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Cuts every stream in the middle. */
  cut() {
    for (const stream of this.streams) stream.destroy();
    this.streams.clear();
  }

  async close() {
    this.cut();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pulse() {
    const now_ms = Math.round(this.now());
    return { now_ms, clusters: [{ link: "live", as_of_ms: now_ms, now_ms, since_ms: 0, every_ms: 2_000 }] };
  }

  private take(asked: IncomingMessage, answer: ServerResponse) {
    if (this.away) {
      this.refused += 1;
      return asked.socket.destroy();
    }
    const [path] = (asked.url ?? "").split("?");
    if (path === "/api/v1/screens/self/events") {
      answer.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      this.opened += 1;
      this.streams.add(answer);
      answer.on("close", () => this.streams.delete(answer));
      answer.write(`event: wall\ndata: ${JSON.stringify({ wall: this.last, pulse: this.pulse() })}\n\n`);
      return;
    }
    const onward = request(
      { host: this.behind.hostname, port: this.behind.port, path: asked.url, method: asked.method, headers: asked.headers },
      (given) => {
        if (path !== "/api/v1/screens/self" || given.statusCode !== 200) {
          answer.writeHead(given.statusCode ?? 502, given.headers);
          given.pipe(answer);
          return;
        }
        let text = "";
        given.on("data", (part) => (text += part));
        given.on("end", () => {
          this.own = { ...JSON.parse(text), now_ms: Math.round(this.now()), ...(this.build && { build: this.build }) };
          answer.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(this.own));
        });
      },
    );
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }
}
