import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { renderHtml } from "../../provider/report/render/html";
import { escapeHtml } from "../../provider/text/escape-html";
import { openChromium } from "../support/browser/chromium";
import { hostileSignatures } from "../support/hostile-signatures";
import { SAMPLE_REPORTS } from "../support/sample-reports";

/** Beginning of the body in the text of a frame. */
const BODY = escapeHtml("<body>");
/** Long enough for a browser to call a server of its own machine, which it does within some ms of parsing. */
const SETTLED_MS = 500;

let browser: Awaited<ReturnType<typeof openChromium>>;
let folder: string;
let server: Server;
let origin: string;
/** First lines of what was sent; a connection without a request, as a preconnect is, counts as an empty one. */
let calls: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "report-"));
  server = createServer((socket) => {
    const call = calls.push("") - 1;
    socket.on("error", () => {});
    socket.once("data", (data) => {
      calls[call] = data.toString().split("\r\n")[0] ?? "";
      socket.end("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  browser = await openChromium();
});

beforeEach(() => {
  calls = [];
});

afterAll(async () => {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Opens a page of the disk. `seen` are its requests, dialogs, windows and errors. */
async function opened(html: string): Promise<{ page: Page; url: string; seen: string[] }> {
  const file = join(folder, "page.html");
  writeFileSync(file, html);
  const url = pathToFileURL(file).href;
  const seen: string[] = [];
  const page = await browser.context.newPage();
  page.on("request", (request) => {
    if (request.url() !== url) seen.push(`request ${request.url()}`);
  });
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("popup", () => void seen.push("popup"));
  page.on("download", () => void seen.push("download"));
  await page.goto(url);
  return { page, url, seen };
}

/** A report of mailboxes that each get one of the signatures. */
function reportOf(signatures: Readonly<Record<string, string>>): string {
  const mailboxes = SAMPLE_REPORTS.signature.mailboxes.flatMap((mailbox) =>
    Object.entries(signatures).map(([name, source]) => ({
      ...mailbox,
      mailbox: name,
      changes: mailbox.changes.map((change) => ({ ...change, from: source, to: `${source}<p>more</p>` })),
    })),
  );
  return renderHtml({ ...SAMPLE_REPORTS.signature, mailboxes });
}

describe("a report of hostile signatures", () => {
  test("calls nobody, runs nothing and stays where it is, whatever is clicked", async () => {
    const signatures = hostileSignatures(origin);
    const { page, url, seen } = await opened(reportOf(signatures));
    const frames = page.frames().filter((frame) => frame !== page.mainFrame());
    expect(frames).toHaveLength(2 * Object.keys(signatures).length);
    for (const frame of frames) {
      expect(frame.parentFrame()).toBe(page.mainFrame());
      for (const link of await frame.locator("a, button, input, summary").all())
        await link.click({ force: true, timeout: 2_000, noWaitAfter: true }).catch(() => undefined);
    }
    await wait(SETTLED_MS);
    expect({ calls, seen, url: page.url() }).toEqual({ calls: [], seen: [], url });
    expect(await page.locator("#evil, script, base, link, body > iframe").count()).toBe(0);
    await page.close();
  });

  test("keeps overlays within their frame and in the flow of its text", async () => {
    const { page } = await opened(reportOf({ overlay: hostileSignatures(origin)["overlays"] ?? "" }));
    const frame = page.frames()[1];
    expect(
      await frame?.evaluate(
        `[...document.querySelectorAll("body *")].map((each) => getComputedStyle(each).position)`,
      ),
    ).toEqual(expect.not.arrayContaining(["fixed", "absolute", "sticky"]));
    const heading = await page.evaluate(`(() => {
      const { x, y } = document.querySelector("h1").getBoundingClientRect();
      return document.elementFromPoint(x + 2, y + 2).localName;
    })()`);
    expect(heading).toBe("h1");
    await page.close();
  });
});

describe("what these tests look for is there to be found", () => {
  test("a page of the same HTML, unframed, calls the server in many ways", async () => {
    for (const html of Object.values(hostileSignatures(origin)).slice(0, 7)) {
      const { page } = await opened(html);
      await wait(SETTLED_MS / 5);
      await page.close();
    }
    expect(new Set(calls).size).toBeGreaterThan(10);
  });

  test("sandbox and policy alone let a connection out, so what leads out is taken from the copy", async () => {
    const { copy, frames } = {
      copy: `<link rel='preconnect' href='${origin}'>`,
      frames: reportOf({ a: "<p>b</p>" }),
    };
    const { page } = await opened(frames.replaceAll(BODY, `${BODY}${escapeHtml(copy)}`));
    while (calls.length === 0) await wait(20);
    expect(new Set(calls)).toEqual(new Set([""]));
    await page.close();
  });
});
