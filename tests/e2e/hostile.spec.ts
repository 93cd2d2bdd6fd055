/** What Fleet says is text, whatever stands in it: nothing of it is executed, and nothing breaks the page. */
import { Client } from "./client";
import { startFleet } from "./fleet";
import { sticksOut } from "./looks";
import { startQuarterdeck } from "./quarterdeck";
import { expect, test } from "./signed-in";

const SCRIPTS = [
  "<img src=x onerror=\"document.title='taken over'\">",
  "<script>document.title='taken over'</script>",
  "javascript:document.title='taken over'",
  "\u202egnp.exe\u202c",
];
const LONG = "x".repeat(10_000);
const UNIT = "web:1.0.0@1.service";

test("hostile options and labels are shown as they are, and nothing is executed", async ({ page, context }) => {
  test.setTimeout(90_000);
  const fleet = await startFleet("tcp", 8);
  const quarterdeck = await startQuarterdeck({ FLEET_ENDPOINT: fleet.endpoint });
  try {
    const api = (path: string) => new URL(`/fleet/v1/${path}`, fleet.endpoint);
    const send = async (method: string, path: string, body: unknown) => {
      const headers = { "content-type": "application/json" };
      const answer = await fetch(api(path), { method, headers, body: JSON.stringify(body) });
      expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
    };
    const option = (section: string, name: string, value: string) => ({ section, name, value });
    await send("PUT", `units/${UNIT}`, {
      desiredState: "launched",
      options: [
        ...SCRIPTS.map((script) => option("Unit", "Description", script)),
        option("Service", "ExecStart", "/bin/run"),
        option("Service", "Environment", `LONG=${LONG.slice(0, 1_900)}`),
        option("X-Fleet", "MachineMetadata", `region=${SCRIPTS[0]}`),
      ],
    });
    const { machines } = (await (await fetch(api("machines"))).json()) as { machines: { id: string }[] };
    const labels = [...SCRIPTS, LONG].map((value, number) => ({
      op: "add",
      path: `/${machines[0].id}/metadata/label-${number}`,
      value: { value },
    }));
    await send("PATCH", "machines", labels);

    const client = await Client.signIn(quarterdeck.signInLink);
    await context.addCookies([client.cookie]);
    let dialogs = 0;
    page.on("dialog", async (dialog) => {
      dialogs += 1;
      await dialog.dismiss();
    });
    for (const [path, text] of [
      ["/", "web"],
      ["/units", UNIT],
      [`/units/${UNIT}`, "onerror="],
      ["/machines", "label-0"],
    ]) {
      await page.goto(`${quarterdeck.url}${path}`);
      await expect(page.getByRole("main")).toContainText(text, { timeout: 30_000 });
      expect(await page.locator("img[src=x]").count(), path).toBe(0);
      expect(await page.locator("a[href^='javascript:']").count(), path).toBe(0);
      await expect(page).not.toHaveTitle(/taken over/);
      expect(await sticksOut(page), path).toEqual([]);
    }
    expect(dialogs).toBe(0);
  } finally {
    await quarterdeck.stop();
    await fleet.stop();
  }
});
