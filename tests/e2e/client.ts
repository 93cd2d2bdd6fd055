/** The API as a script uses it: prepares what a test looks at, and acts as the other person. */
import { expect } from "@playwright/test";

import type { Quarterdeck } from "./quarterdeck";

export interface Cookie {
  name: string;
  value: string;
  url: string;
}

const CLUSTER = "/api/v1/clusters/default";

export class Client {
  private constructor(
    private readonly url: string,
    /** The session, for a browser that is to be signed in as the same person. */
    readonly cookie: Cookie,
  ) {}

  /** Signs in with a one-time link, which is used up. */
  static async signIn(link: string): Promise<Client> {
    const { origin: url, hash } = new URL(link);
    const answer = await fetch(new URL("/api/v1/session/code", url), {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({ code: hash.replace("#code=", "") }),
    });
    if (!answer.ok) throw new Error(`sign-in: ${answer.status} ${await answer.text()}`);
    const [pair] = answer.headers.getSetCookie()[0].split(";");
    const [name, value] = pair.split("=");
    return new Client(url, { name, value, url });
  }

  /** Makes another administrator, and signs in as them. */
  static async ofSomebodyElse(quarterdeck: Quarterdeck, name: string): Promise<Client> {
    await quarterdeck.command(["user", "create", "--name", name, "--role", "admin"], "correct horse battery\n");
    const said = await quarterdeck.command(["user", "link", "--name", name]);
    const code = /#code=\w+/.exec(said)?.[0] ?? "";
    return Client.signIn(quarterdeck.url + "/sign-in" + code);
  }

  async call<T = unknown>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, body?: unknown): Promise<T> {
    const answer = await fetch(new URL(path, this.url), {
      method,
      headers: {
        "content-type": "application/json",
        cookie: `${this.cookie.name}=${this.cookie.value}`,
        "idempotency-key": crypto.randomUUID(),
        origin: this.url,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    // Who takes something away is told no more than that it is gone.
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  /** Plans and starts, as the page does with one click. */
  async act(request: Record<string, unknown>): Promise<void> {
    const plan = await this.call<{ hash: string }>("POST", `${CLUSTER}/plans`, request);
    await this.call("POST", `${CLUSTER}/actions`, { request, plan_hash: plan.hash });
  }

  /** The names of all units. */
  async units(): Promise<string[]> {
    const { units } = await this.call<{ units: { name: string }[] }>("GET", `${CLUSTER}/snapshot`);
    return units.map((unit) => unit.name);
  }

  /** Waits until the demo has given its apps their templates, which it does once it was first read. */
  async demoTemplates(): Promise<void> {
    const apps = async () => (await this.call<{ app: string }[]>("GET", "/api/v1/apps")).map(({ app }) => app);
    await expect.poll(apps).toContain("web");
  }

  /** The deployment that was started last. */
  async newestDeployment(): Promise<{ id: string; state: { kind: string } } | undefined> {
    const [newest] = await this.call<{ id: string; state: { kind: string } }[]>("GET", `${CLUSTER}/deployments?limit=1`);
    return newest;
  }

  /** Writes a template over the revision `seen`; 0 for an app that has none. */
  async writeTemplate(app: string, source: string, seen = 0, settings?: Record<string, unknown>): Promise<void> {
    await this.call("PUT", `/api/v1/apps/${app}`, { source, base_revision: seen, settings });
  }
}
