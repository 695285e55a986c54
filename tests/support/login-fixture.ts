import { loginCommand } from "../../provider/cli/login";
import type { LoginDeps } from "../../provider/cli/login/login-deps";
import { CLIENT_SECRET } from "./identities";
import { Browser } from "./browser";
import { expectNoSecret } from "./printed-text";

/** When every test of `login` runs. */
export const ISSUED = "2026-11-23T08:00:00Z";

/** Result of a run of `login`. */
export interface LoginResult {
  readonly exitCode: number | undefined;
  /** Standard output. */
  readonly printed: string;
  /** Standard error. */
  readonly told: string;
  readonly opened: readonly string[];
}

/** Reaction of the person to each line on the screen. */
type Reaction = (line: string, browser: Browser) => Promise<unknown> | undefined;

interface LoginOptions extends Partial<Pick<LoginDeps, "hasBrowser" | "now">> {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly react?: Reaction;
}

/** A browser that opens each address that appears on the screen. */
export const opensAddresses: Reaction = (line, browser) =>
  line.startsWith("http") ? browser.open(line) : undefined;

/** A browser that enters each code that appears on the screen. */
export const entersCodes: Reaction = (line, browser) => {
  const [, page, code] = /open (\S+) in any browser and enter the code ([\w-]+)\./u.exec(line) ?? [];
  return page === undefined || code === undefined ? undefined : browser.open(page, { user_code: code });
};

/** Runs `login`, with a person who reacts to what it says. */
export async function login(
  args: readonly string[],
  {
    environment = {},
    react = opensAddresses,
    hasBrowser = true,
    now = () => Date.parse(ISSUED),
  }: LoginOptions = {},
): Promise<LoginResult> {
  const [printed, told, opened]: [string[], string[], string[]] = [[], [], []];
  const browser = new Browser();
  const reactions: Promise<unknown>[] = [];
  let exitCode: number | undefined;
  const command = loginCommand({
    environment,
    tell: (line) => {
      told.push(line);
      const reaction = react(line, browser);
      if (reaction !== undefined) reactions.push(reaction);
    },
    print: (line) => printed.push(line),
    finish: (code) => (exitCode = code),
    hasBrowser,
    open: (url) => opened.push(url),
    now,
    // Jest can't load the ESM-only one that Google's library brings along; another test runs without Jest.
    fetch,
  });
  command.exitOverride().configureOutput({ writeErr: (text) => told.push(text) });
  await command.parseAsync(args, { from: "user" });
  await Promise.all(reactions);
  expectNoSecret([...printed, ...told, ...opened].join("\n"), [CLIENT_SECRET]);
  return { exitCode, printed: printed.join("\n"), told: told.join("\n"), opened };
}
