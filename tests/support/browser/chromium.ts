import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium } from "playwright-core";
import { findChromium } from "./find-chromium";

/** Carries what the set-up of the run found to the processes that run test files. */
const FOUND = "PULUMI_VCC_TEST_CHROMIUM";

/** Nothing that a browser does of its own accord: what is seen on the network comes from the page. */
const QUIET = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

type Found = { readonly file: string } | { readonly error: string };

/** Finds the browser once for all test files. None is no reason to stop tests that need none, so it's kept for later. */
export function shareChromium(): void {
  process.env[FOUND] = JSON.stringify(found());
}

function found(): Found {
  try {
    return { file: findChromium() };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** A browser and its way to end. */
interface OpenBrowser {
  readonly context: BrowserContext;
  readonly close: () => Promise<void>;
}

/**
 * A browser with a new profile, which connects early where a page asks for it, as browsers do that people use; some
 * systems' packages don't, and would hide what leads out. Error: there's none, and why.
 */
export async function openChromium(): Promise<OpenBrowser> {
  const text = process.env[FOUND];
  if (text === undefined)
    throw new Error("The browser is found by Jest's set-up, which runs for tests/browser");
  const shared = JSON.parse(text) as Found;
  if ("error" in shared) throw new Error(shared.error);
  const profile = mkdtempSync(join(tmpdir(), "profile-"));
  mkdirSync(join(profile, "Default"));
  writeFileSync(
    join(profile, "Default", "Preferences"),
    JSON.stringify({ net: { network_prediction_options: 0 } }),
  );
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: shared.file,
    args: QUIET,
  });
  const close = async (): Promise<void> => {
    await context.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}
