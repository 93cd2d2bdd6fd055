/**
 * A real identity provider on this machine: `oidc-provider`, the certified one for Node, with people who sign in by
 * their name alone.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { Provider } from "oidc-provider";

/** Who there is, and in which groups. */
export type People = Record<string, string[]>;

export interface IdentityProvider {
  /** What QUARTERDECK_OIDC_ISSUER takes. */
  issuer: string;
  stop(): Promise<void>;
}

export const CLIENT = { id: "quarterdeck", secret: "known to the two of them only" };
const SCOPES = "openid profile groups";

/** Starts one that sends people back to `deck` alone. */
export async function startProvider(deck: string, people: People): Promise<IdentityProvider> {
  const server = createServer();
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${deck}/api/v1/session/oidc/callback`],
      },
    ],
    scopes: SCOPES.split(" "),
    claims: { openid: ["sub"], profile: ["preferred_username"], groups: ["groups"] },
    cookies: { keys: ["of this test"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_, name) => ({
      accountId: name,
      claims: () => ({ sub: name, preferred_username: name, groups: people[name] ?? [] }),
    }),
    // Everybody agrees to what is asked.
    async loadExistingGrant({ oidc }) {
      const grant = new provider.Grant({ clientId: oidc.client!.clientId, accountId: oidc.session!.accountId });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!request.url?.startsWith("/interaction/")) return void answer(request, response);
    if (request.method !== "POST") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      return void response.end(
        `<!doctype html><html lang="en"><title>Provider</title><main><form method="post"><label>Name <input name="name"></label><button>Let me in</button></form></main></html>`,
      );
    }
    void text(request).then(async (body) => {
      const accountId = new URLSearchParams(body).get("name") ?? "";
      const result =
        accountId in people ? { login: { accountId } } : { error: "access_denied", error_description: "Not known here." };
      await provider.interactionFinished(request, response, result);
    });
  });
  const stop = () =>
    new Promise<void>((stopped) => {
      server.close(() => stopped());
      server.closeAllConnections();
    });
  return { issuer, stop };
}

async function text(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}
