/** Browser tests that begin signed in as the first administrator, without the page's own way in. */
import { Client } from "./client";
import { type Quarterdeck, startQuarterdeck, test as base } from "./quarterdeck";

/** For tests that change things: each has a server of its own, and `page` is signed in there. */
export const test = base.extend<{ client: Client }>({
  client: async ({ quarterdeck }, use) => use(await Client.signIn(quarterdeck.signInLink)),
  baseURL: async ({ quarterdeck }, use) => use(quarterdeck.url),
  context: async ({ context, client }, use) => {
    await context.addCookies([client.cookie]);
    await use(context);
  },
});

/** For tests that only look: one server and one sign-in serve all of a worker. */
export const lookingTest = base.extend<object, { server: Quarterdeck; visitor: Client }>({
  server: [
    async ({}, use) => {
      const server = await startQuarterdeck();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  visitor: [async ({ server }, use) => use(await Client.signIn(server.signInLink)), { scope: "worker" }],
  baseURL: async ({ server }, use) => use(server.url),
  context: async ({ context, visitor }, use) => {
    await context.addCookies([visitor.cookie]);
    await use(context);
  },
});

export { expect } from "@playwright/test";
