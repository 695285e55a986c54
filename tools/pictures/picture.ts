import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { findChromium } from "../../tests/support/browser/find-chromium";

/** The picture, and what it is of; relative to the root of the repository. */
export const PICTURE = "docs/pictures/report.png";
export const PICTURE_OF = "docs/pictures/report.json";
/** In pixels: about as wide as README is shown, so that its words can be read there. */
export const WIDTH = 900;
/** Most bytes: whoever reads README or clones the repository gets them. */
export const MOST_BYTES = 150_000;
/** Width of the page, as on a small desktop. */
const PAGE_WIDTH = 1_000;

/** The last part of the page that is in the picture: what follows is detail, which the Markdown has, too. */
const LAST_PART = "#decisions";
const MARGIN = 24;

/** Digests of a page and of the picture of it: both change together. */
export interface PictureOf {
  readonly page: string;
  readonly picture: string;
}

/** The upper part of a page, in light, as a PNG. */
export async function pictureOf(page: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "pulumi-vcc-picture-"));
  const file = join(folder, "report.html");
  writeFileSync(file, page);
  const browser = await chromium.launch({ executablePath: findChromium(), args: ["--no-sandbox"] });
  try {
    const tab = await browser.newPage({
      viewport: { width: PAGE_WIDTH, height: 800 },
      deviceScaleFactor: WIDTH / PAGE_WIDTH,
      colorScheme: "light",
    });
    await tab.goto(pathToFileURL(file).href);
    const last = await tab.locator(LAST_PART).boundingBox();
    if (last === null) throw new Error(`The page has no ${LAST_PART}.`);
    const height = Math.ceil(last.y + last.height) + MARGIN;
    return await tab.screenshot({ fullPage: true, clip: { x: 0, y: 0, width: PAGE_WIDTH, height } });
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

export function digestOf(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
