import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  digestOf,
  MOST_BYTES,
  PICTURE,
  PICTURE_OF,
  type PictureOf,
  WIDTH,
} from "../../tools/pictures/picture";
import { pullRequestAs } from "../../tools/pictures/pull-request";
import { withReport } from "../../tools/pictures/readme";
import { read } from "../support/documents";
import { REPOSITORY } from "../support/repository";

/** Where a PNG has its width. Source: PNG specification, 11.2.1. */
const WIDTH_OFFSET = 16;
const PNG = Buffer.from("\u0089PNG\r\n\u001a\n", "latin1");

const picture = readFileSync(join(REPOSITORY, PICTURE));

test("README shows the report as it is now; if not: npm run pictures -- --kept", async () => {
  const readme = read("README.md");
  expect(readme).toBe(await withReport(readme));
});

test("the picture is of that report's page; if not: npm run pictures -- --kept", async () => {
  const of = JSON.parse(read(PICTURE_OF)) as PictureOf;
  expect(of).toEqual({ page: digestOf(await pullRequestAs("html")), picture: digestOf(picture) });
});

test("the picture is a PNG that README can show at its own width, and small", () => {
  expect(picture.subarray(0, PNG.length)).toEqual(PNG);
  expect(picture.readUInt32BE(WIDTH_OFFSET)).toBe(WIDTH);
  expect(picture.length).toBeLessThanOrEqual(MOST_BYTES);
});

test("the report is put between its marks, and nowhere else", async () => {
  const readme =
    "# Before\n\n<!-- report: made by npm run pictures -->\na report of $& long ago\n<!-- end of the report -->\n\nAfter\n";
  const made = await withReport(readme);
  expect(made).toMatch(
    /^# Before\n\n<!-- report: [\s\S]*billing@example\.com[\s\S]*<!-- end of the report -->\n\nAfter\n$/u,
  );
  expect(made).not.toContain("long ago");
  await expect(withReport("# README\n")).rejects.toThrow("README.md needs the lines <!-- report");
});
