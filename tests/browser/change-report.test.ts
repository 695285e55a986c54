import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { renderHtml } from "../../provider/report/render/html";
import type { ChangeReport } from "../../schema/report/change-report";
import { openChromium } from "../support/browser/chromium";
import { SAMPLE_REPORTS } from "../support/sample-reports";

const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 800 };

/** Names of the longest kind, without a place to break. */
const LONG = "n".repeat(300);
const REPORTS: Readonly<Record<string, ChangeReport>> = {
  ...SAMPLE_REPORTS,
  longNames: JSON.parse(
    JSON.stringify(SAMPLE_REPORTS.replaced)
      .replaceAll("example.com", `${LONG}.example.com`)
      .replaceAll("Sales", `Sales${LONG}`)
      .replaceAll("care", `care${LONG}`),
  ) as ChangeReport,
};
const NAMES = Object.keys(REPORTS);

/** Looks at a page as a script of it would; scripts of tests run whatever the page forbids. */
const UNFOLD = `for (const each of document.querySelectorAll("details")) each.open = true`;
const FOLD = `for (const each of document.querySelectorAll("details")) each.open = false`;
const HIDDEN = `[...document.querySelectorAll("details > :not(summary)")].filter(
  (each) => !each.checkVisibility({ contentVisibilityAuto: true }) || each.getBoundingClientRect().height === 0,
).length`;
const STYLE = `getComputedStyle(document.documentElement)`;
/** What has the focus, such as `summary 2` for the second of the page. */
const FOCUSED = `(() => {
  const { id, localName } = document.activeElement;
  return (id || localName) + " " + ([...document.querySelectorAll(localName)].indexOf(document.activeElement) + 1);
})()`;
const FOCUSED_IS_OPEN = `document.activeElement.closest("details").open`;
const VIOLATIONS = (
  rules: string,
): string => `axe.run(document, { iframes: false, resultTypes: ["violations"], ${rules} })
  .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes[0].html))`;

let browser: Awaited<ReturnType<typeof openChromium>>;
let page: Page;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
  for (const [name, report] of Object.entries(REPORTS))
    writeFileSync(join(folder, `${name}.html`), renderHtml(report));
  browser = await openChromium();
  page = await browser.context.newPage();
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** Opens a page of the disk, as a reader does who has downloaded it. */
async function open(
  name: string,
  {
    viewport = DESKTOP,
    colorScheme = "light",
  }: { viewport?: typeof PHONE; colorScheme?: "light" | "dark" } = {},
): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme, media: "screen" });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
}

describe.each([
  { size: "phone", viewport: PHONE },
  { size: "desktop", viewport: DESKTOP },
])("on a $size", ({ viewport }) => {
  test.each(NAMES)("the page of %s is no wider than the screen, whatever is unfolded", async (name) => {
    await open(name, { viewport });
    await page.evaluate(UNFOLD);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(viewport.width);
  });

  test("the first screen says which mailbox loses its mail, and which plan took it", async () => {
    await open("unrouted", { viewport });
    const lost = page.locator(".outcomes > .stops");
    expect(await lost.innerText()).toMatch(/support@example\.com: plan Sales .*nobody/su);
    const { y, height } = (await lost.boundingBox()) ?? { y: Infinity, height: 0 };
    expect(y + height).toBeLessThanOrEqual(viewport.height);
  });
});

test.each(NAMES)(
  "axe finds nothing to object to in the page of %s, in the light scheme and the dark",
  async (name) => {
    await open(name);
    await page.evaluate(UNFOLD);
    await page.evaluate(axe.source);
    expect(await page.evaluate(VIOLATIONS(""))).toEqual([]);
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await page.evaluate(VIOLATIONS(`runOnly: ["color-contrast"]`))).toEqual([]);
  },
);

test("axe objects to a page without contrast: its silence means something", async () => {
  await open("nothing");
  await page.addStyleTag({ content: "p { color: #eee !important; background: #fff !important }" });
  await page.evaluate(axe.source);
  expect(await page.evaluate(VIOLATIONS(""))).toContainEqual(expect.stringMatching(/^color-contrast: /u));
});

test("the page is light or dark as the reader's system is", async () => {
  await open("unrouted", { colorScheme: "light" });
  const light = await page.evaluate(`${STYLE}.backgroundColor`);
  await open("unrouted", { colorScheme: "dark" });
  const dark = await page.evaluate(`${STYLE}.backgroundColor`);
  expect({ light, dark }).toEqual({ light: "rgb(246, 247, 249)", dark: "rgb(18, 22, 29)" });
});

test.each(NAMES)("the tabulator reaches each part of %s that unfolds, and Enter unfolds it", async (name) => {
  await open(name);
  const parts = await page.locator("summary").count();
  const reached = new Set<string>();
  for (let steps = 0; steps < 100 && reached.size < parts; steps += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate<string>(FOCUSED);
    if (!at.startsWith("summary") || reached.has(at)) continue;
    reached.add(at);
    const before = await page.evaluate<boolean>(FOCUSED_IS_OPEN);
    await page.keyboard.press("Enter");
    expect(await page.evaluate(FOCUSED_IS_OPEN)).toBe(!before);
  }
  expect(reached.size).toBe(parts);
});

test("the first stop of the tabulator skips to the report", async () => {
  await open("unrouted");
  await page.keyboard.press("Tab");
  expect(await page.locator(".skip:focus").boundingBox()).toMatchObject({ x: 16 });
  await page.keyboard.press("Enter");
  expect(await page.evaluate(FOCUSED)).toBe("main 1");
});

test.each(NAMES)("on paper, %s hides nothing that is folded on the screen", async (name) => {
  await open(name);
  await page.evaluate(FOLD);
  expect(await page.evaluate(HIDDEN)).toBe(await page.locator("details > :not(summary)").count());
  await page.emulateMedia({ media: "print" });
  // What was skipped is laid out with the next frame.
  await page.waitForFunction(`${HIDDEN} === 0`, undefined, { timeout: 10_000 });
});

test("a page prints to a document, on light paper also for readers who like it dark", async () => {
  await open("signature", { colorScheme: "dark" });
  expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).toBe("%PDF-");
  await page.emulateMedia({ media: "print" });
  expect(await page.evaluate(`${STYLE}.color`)).toBe("rgb(26, 34, 48)");
});

test.each(NAMES)("landmarks and headings lead through the page of %s, no level skipped", async (name) => {
  await open(name);
  expect(await page.locator("main, body > header, body > footer, h1").count()).toBe(4);
  const levels = await page.evaluate<number[]>(
    `[...document.querySelectorAll("h1, h2, h3, h4")].map(({ localName }) => Number(localName[1]))`,
  );
  levels.slice(1).forEach((level, index) => expect(level).toBeLessThanOrEqual((levels[index] ?? 0) + 1));
});
