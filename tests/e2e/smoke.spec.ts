/** The page comes out of the binary, starts under its own content security policy, and asks no other host. */
import { expect, test } from "./quarterdeck";

test("the page starts", async ({ page, quarterdeck }) => {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== quarterdeck.url) complaints.push(`asked for ${request.url()}`);
  });

  await page.goto(quarterdeck.signInLink);

  await expect(page).toHaveTitle(/Quarterdeck/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  expect(complaints).toEqual([]);
});
