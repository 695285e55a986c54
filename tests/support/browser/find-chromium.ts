import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";
import { whereIs } from "../../../tools/engine/installed";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const USUAL_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
];
const INSTALL_TIMEOUT_MS = 15 * 60_000;

/** A program that gets Chromium, and the reason why it didn't. */
interface Attempt {
  readonly name: string;
  readonly run: () => string | undefined;
}

/**
 * File of a Chromium or Chrome: the one that PULUMI_VCC_CHROMIUM names, else one that is installed, else one that the
 * system's package manager or Playwright gets, once. Error: none of it worked; the message says why, and what to do.
 */
export function findChromium(): string {
  const named = process.env["PULUMI_VCC_CHROMIUM"];
  if (named) {
    if (!existsSync(named)) throw new Error(`PULUMI_VCC_CHROMIUM=${named}: there is no such file`);
    return named;
  }
  const found = installed();
  if (found !== undefined) return found;
  const reasons: string[] = [];
  for (const { name, run } of ATTEMPTS) {
    process.stderr.write(
      `There is no Chromium for the tests of pages: getting it by ${name}, which takes a while\n`,
    );
    const reason = run();
    const got = installed();
    if (got !== undefined) return got;
    reasons.push(`${name}: ${reason ?? "it ended well, and there is none"}`);
  }
  throw new Error(
    [
      "There is no Chromium for the tests of pages. Install Chromium or Chrome, or name its file in PULUMI_VCC_CHROMIUM.",
      ...reasons.map((reason) => `- ${reason}`),
    ].join("\n"),
  );
}

function installed(): string | undefined {
  const onPath = NAMES.map((name) => whereIs(name, process.env)).find((file) => file !== undefined);
  return onPath ?? [...USUAL_PLACES, chromium.executablePath()].find((file) => existsSync(file));
}

const ATTEMPTS: readonly Attempt[] = [
  {
    name: "apt-get",
    run: () => {
      if (process.getuid?.() !== 0) return "it needs root";
      if (whereIs("apt-get", process.env) === undefined) return "this system hasn't got it";
      const wait = ["-o", "DPkg::Lock::Timeout=600"];
      return ran("apt-get", [...wait, "update"]) ?? ran("apt-get", [...wait, "install", "-y", "chromium"]);
    },
  },
  {
    name: "Playwright's installer",
    run: () => ran(process.execPath, [playwrightCommand(), "install", "chromium"]),
  },
];

function playwrightCommand(): string {
  return join(dirname(require.resolve("playwright-core/package.json")), "cli.js");
}

/** The last line of what a program says if it fails. */
function ran(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr, stdout } = spawnSync(command, args, {
    encoding: "utf8",
    timeout: INSTALL_TIMEOUT_MS,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  if (status === 0) return undefined;
  return error?.message ?? (stderr || stdout).trim().split("\n").at(-1) ?? `it ended with ${String(status)}`;
}
