/** Starts the built programs for a test, and ends them after it. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { test as base } from "@playwright/test";

const STARTED_WITHIN_MS = 20_000;
const programs = path.resolve(import.meta.dirname, "../../target/debug");

export interface Quarterdeck {
  /** The origin, such as `http://127.0.0.1:40123`. */
  url: string;
  /** Signs the first admin in; works once. */
  signInLink: string;
  stop(): Promise<void>;
}

/** A server on a port of its own with a new data folder; over the demo, unless `env` has FLEET_ENDPOINT. */
export async function startQuarterdeck(env: Record<string, string> = {}): Promise<Quarterdeck> {
  const data = await mkdtemp(path.join(tmpdir(), "quarterdeck-e2e-"));
  const program = process.env.QUARTERDECK_BIN ?? path.join(programs, "quarterdeck");
  const server = spawn(program, ["serve", "--sign-in-link"], {
    env: { ...process.env, QUARTERDECK_LISTEN: "127.0.0.1:0", QUARTERDECK_DATA_DIR: data, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = async () => {
    await ended(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    const [signInLink] = await printed(server, /https?:\/\/[^\s/]+\/\S+/);
    return { url: new URL(signInLink).origin, signInLink, stop };
  } catch (error) {
    await stop();
    throw error;
  }
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
export function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGINT");
  });
}

/** Tests that use `quarterdeck` get a server with the demo cluster. */
export const test = base.extend<{ quarterdeck: Quarterdeck }>({
  quarterdeck: async ({}, use) => {
    const quarterdeck = await startQuarterdeck();
    await use(quarterdeck);
    await quarterdeck.stop();
  },
});

export { expect } from "@playwright/test";
