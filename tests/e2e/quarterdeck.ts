/** Starts the built programs for a test, and ends them after it. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

import { test as base } from "@playwright/test";

const STARTED_WITHIN_MS = 20_000;
/** An address with something behind the host: a link to sign in with. */
export const A_LINK = /https?:\/\/[^\s/]+\/\S+/;
const programs = path.resolve(import.meta.dirname, "../../target/debug");

export interface Quarterdeck {
  /** The origin, such as `http://127.0.0.1:40123`. */
  url: string;
  /** Signs the first admin in; works once. */
  signInLink: string;
  /** Ends the server; what it keeps stays. */
  halt(): Promise<void>;
  /** The same without a word: nothing of what it does is finished. */
  kill(): Promise<void>;
  /** Starts it again at the same address, over what it kept. */
  resume(): Promise<void>;
  /** Runs a command over the same data, as an administrator does on the server, and says what it printed. */
  command(args: string[], stdin?: string): Promise<string>;
  stop(): Promise<void>;
}

/**
 * A server on a port of its own with a new data folder; over the demo, unless `env` has FLEET_ENDPOINT.
 * With CLOCK_FILE its clock is apart from the real one by the milliseconds that stand in that file.
 */
export async function startQuarterdeck(env: Record<string, string> = {}): Promise<Quarterdeck> {
  const data = await mkdtemp(path.join(tmpdir(), "quarterdeck-e2e-"));
  const usual = process.env.QUARTERDECK_BIN ?? path.join(programs, "quarterdeck");
  const clocked = process.env.QUARTERDECK_CLOCKED_BIN ?? path.join(programs, "quarterdeck-clocked");
  const program = env.CLOCK_FILE ? clocked : usual;
  const settings = { ...process.env, QUARTERDECK_LISTEN: "127.0.0.1:0", QUARTERDECK_DATA_DIR: data, ...env };
  let server: ChildProcess | undefined;
  const serve = async (listen: string) => {
    const vars = { ...settings, QUARTERDECK_LISTEN: listen };
    server = spawn(program, ["serve", "--sign-in-link"], { env: vars, stdio: ["ignore", "pipe", "pipe"] });
    const [link] = await printed(server, A_LINK);
    return link;
  };
  const halt = async () => {
    if (server) await ended(server);
  };
  const kill = async () => {
    if (server) await ended(server, "SIGKILL");
  };
  const stop = async () => {
    await halt();
    await rm(data, { recursive: true, force: true });
  };
  try {
    const signInLink = await serve(settings.QUARTERDECK_LISTEN);
    const { origin: url, host } = new URL(signInLink);
    const resume = async () => void (await serve(host));
    // The address, for links that it prints.
    const vars = { ...settings, QUARTERDECK_PUBLIC_URL: url };
    const command = (args: string[], stdin = "") => outputOf(program, args, vars, stdin);
    return { url, signInLink, halt, kill, resume, command, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function outputOf(program: string, args: string[], env: NodeJS.ProcessEnv, stdin: string): Promise<string> {
  const running = promisify(execFile)(program, args, { env });
  running.child.stdin?.end(stdin);
  return (await running).stdout;
}

/** Waits for a match on one of a program's outputs. What it says on both explains why there is none. */
export function printed(
  child: ChildProcess,
  wanted: RegExp,
  where: "stdout" | "stderr" = "stdout",
): Promise<RegExpExecArray> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error([`${child.spawnfile} ${why}`, ...said].join("\n")));
    const limit = setTimeout(() => fail(`did not print ${wanted} in time`), STARTED_WITHIN_MS);
    child.once("error", (error) => fail(`did not start: ${error.message}`));
    child.once("exit", (code) => fail(`ended with ${code}`));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream! }).on("line", (line) => {
        said.push(line);
        const match = stream === child[where] ? wanted.exec(line) : null;
        if (match) {
          clearTimeout(limit);
          resolve(match);
        }
      });
    }
  });
}

/** Ends a program as Ctrl-C does; by force when that takes too long. */
export function ended(child: ChildProcess, by: NodeJS.Signals = "SIGINT"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill(by);
  });
}

/** Tests that use `quarterdeck` get a server with the demo cluster; `test.use({ env: … })` changes its settings. */
export const test = base.extend<{ env: Record<string, string>; quarterdeck: Quarterdeck }>({
  env: [{}, { option: true }],
  quarterdeck: async ({ env }, use) => {
    const quarterdeck = await startQuarterdeck(env);
    await use(quarterdeck);
    await quarterdeck.stop();
  },
});

export { expect } from "@playwright/test";
