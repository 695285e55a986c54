/**
 * `npm run pictures`: previews the change that README shows on the Pulumi engine and a simulated account, and puts its
 * report into README: a picture of the page, and the Markdown. `npm run pictures -- --kept` makes both of the preview that
 * is kept in `tests/report/fixtures`, where only words or style changed. Without it, `npm run build` has to be run before.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { shareEngine } from "../tests/support/engine/harness/found-engine";
import { makeFixture, writeFixture } from "../tests/support/report-fixtures/make-fixture";
import { PULL_REQUEST } from "../tests/support/report-fixtures/scenarios/pull-request";
import { digestOf, PICTURE, PICTURE_OF, pictureOf, type PictureOf } from "./pictures/picture";
import { pullRequestAs } from "./pictures/pull-request";
import { withReport } from "./pictures/readme";

const ROOT = join(__dirname, "..");

async function main(): Promise<void> {
  if (!process.argv.includes("--kept")) {
    await shareEngine();
    writeFixture(PULL_REQUEST.name, await makeFixture(PULL_REQUEST));
  }
  const page = await pullRequestAs("html");
  const picture = await pictureOf(page);
  const of: PictureOf = { page: digestOf(page), picture: digestOf(picture) };
  mkdirSync(dirname(join(ROOT, PICTURE)), { recursive: true });
  writeFileSync(join(ROOT, PICTURE), picture);
  writeFileSync(join(ROOT, PICTURE_OF), `${JSON.stringify(of, undefined, 2)}\n`);
  const readme = join(ROOT, "README.md");
  writeFileSync(readme, await withReport(readFileSync(readme, "utf8")));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
