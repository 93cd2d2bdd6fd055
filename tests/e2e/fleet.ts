/** Starts a simulated Fleet in a process of its own, which a test can cut off and bring back. */
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { ended, printed } from "./quarterdeck";

export interface Fleet {
  /** What FLEET_ENDPOINT takes. */
  endpoint: string;
  /** Something goes wrong, as `crates/fleet-sim/src/control.rs` lists it. */
  order(what: string, body?: unknown): Promise<void>;
  /** Every connection is cut without an answer. */
  cut(): Promise<void>;
  /** It answers again. */
  bringBack(): Promise<void>;
  stop(): Promise<void>;
}

/** An empty cluster of three machines in which everything happens `speed` times as fast. */
export async function startFleet(over: "tcp" | "unix", speed = 4): Promise<Fleet> {
  const folder = await mkdtemp(path.join(tmpdir(), "fleet-e2e-"));
  const listen = over === "tcp" ? "127.0.0.1:0" : `unix:${path.join(folder, "fleet.sock")}`;
  const program = process.env.FLEET_SIM_BIN ?? path.resolve(import.meta.dirname, "../../target/debug/fleet-sim");
  const args = ["--listen", listen, "--control", "127.0.0.1:0", "--empty", "--speed", String(speed)];
  const sim = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  const stop = async () => {
    await ended(sim);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [[, endpoint], [, control]] = await Promise.all([
      printed(sim, /listening on (\S+)/),
      printed(sim, /(http:\/\/\S+)/, "stderr"),
    ]);
    const order = async (what: string, body?: unknown) => {
      const answer = await fetch(new URL(what, control), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: body === undefined ? undefined : JSON.stringify(body),
      });
      if (!answer.ok) throw new Error(`${what}: ${answer.status} ${await answer.text()}`);
    };
    return {
      endpoint: endpoint.startsWith("unix:/") && !endpoint.startsWith("unix://") ? endpoint.replace("unix:", "unix://") : endpoint,
      order,
      cut: () => order("/down"),
      bringBack: () => order("/up"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
