import { Command, InvalidArgumentError, Option } from "commander";
import { forTerminal } from "../text/terminal";
import { DEFAULT_EXPIRY_WARNING_DAYS } from "../../schema/credential";
import { ConfigError, renderError, VccError } from "../errors";
import { exitCodeOf, LOGIN_EXIT_CODES } from "./login/login-error";
import type { LoginOptions } from "./login/options";
import { runLogin } from "./login/run-login";
import { runLogins } from "./login/run-logins";
import { type LoginSurroundings, processSurroundings } from "./login/surroundings";

const DEFAULT_TIMEOUT_SECONDS = 300;
const LONGEST_TIMEOUT_SECONDS = 3_600;
const LONGEST_DAYS = 3_650;
const LARGEST_PORT = 65_535;

const MORE_HELP = `
Where the stack's state has a refresh token for the mailbox, all options may be left out: whatever isn't given is as the
program says it, so that signing in again takes the mailbox alone.

The refresh token is never shown. Unless --open is given, no browser is opened: the address is printed.
A client of Google is of the kind "Desktop app"; an app of Microsoft has the redirect http://localhost of a public
client, or allows public client flows for device codes.

Exit codes:
  0  signed in, checked and stored
  1  an option, a setting or the place to store it is unusable
  2  nobody signed in in time
  3  the person declined, or the identity provider refused
  4  it opens another mailbox, or lacks a permission: nothing is stored
  5  the identity provider gave no clear answer

Several mailboxes are those of the stack whose program has a refresh token for them. One that was signed in to since the
last pulumi up is passed over, so a command that was interrupted goes on where it was.

Examples:
  $ npx pulumi-vcc login --expiring 14 --open
  $ npx pulumi-vcc login support@example.com
  $ npx pulumi-vcc login support@example.com --provider google --client-id 123.apps.googleusercontent.com \\
      --client-secret-ref env:GOOGLE_CLIENT_SECRET --stack-secret supportMailbox
  $ npx pulumi-vcc login support@example.com --provider microsoft --tenant contoso.onmicrosoft.com \\
      --client-id 11111111-2222-3333-4444-555555555555 --device-code --file support.token`;

/** `login`: a person signs in to a mailbox, and the refresh token goes where the program looks for it. */
export function loginCommand(surroundings: LoginSurroundings = processSurroundings()): Command {
  const command = new Command("login")
    .description("sign in to a mailbox and store the refresh token, in a stack secret or a file")
    .argument("[address]", "the mailbox, such as support@example.com")
    .option("--only <glob...>", "instead of one mailbox, those of the stack that fit, one after the other")
    .option(
      "--expiring [days]",
      `of them, those that end within so many days (${DEFAULT_EXPIRY_WARNING_DAYS})`,
      days,
    )
    .addOption(
      new Option("--provider <name>", "whose mailbox it is; known for public domains").choices([
        "google",
        "microsoft",
      ]),
    )
    .option("--client-id <id>", "the app that people sign in with")
    .option("--client-secret-ref <reference>", "where its secret is: env:NAME, file:path or config:key")
    .option("--tenant <id>", "Microsoft: the directory's id or domain (default: any organisation)")
    .option("--account <address>", "the account to sign in to, where the mailbox is an alias of it")
    .option("--scope <scope...>", "the permissions to ask for (default: read and send mail)")
    .addOption(new Option("--device-code", "Microsoft: enter a code on any device").conflicts("loopback"))
    .option("--loopback", "Microsoft: sign in with a browser on this machine")
    .option("--port <number>", "the port that the browser comes back to; 0 takes a free one", port, 0)
    .option("--timeout <seconds>", "how long to wait for the person", seconds, DEFAULT_TIMEOUT_SECONDS)
    .option("--open", "open the browser")
    .option("--stack-secret <key>", "store it as this secret of the stack's configuration")
    .option("--file <path>", "store it in this file, which only you can read")
    .option("--stack <name>", "the stack (default: the selected one)")
    .option("--cwd <folder>", "the program's folder (default: this one)")
    .addHelpText("after", MORE_HELP);
  return command.action(async (address: string | undefined, options: LoginOptions & Choice) => {
    const { only = [], expiring, ...rest } = options;
    const screen = onTerminal(surroundings);
    try {
      requireOneWay(address, options);
      if (address !== undefined) {
        await runLogin(address, rest, screen);
        surroundings.finish(LOGIN_EXIT_CODES.stored);
        return;
      }
      const expiringDays = expiring === true ? DEFAULT_EXPIRY_WARNING_DAYS : expiring;
      surroundings.finish(await runLogins({ only, expiringDays }, rest, screen));
    } catch (error) {
      if (!(error instanceof VccError)) throw error;
      screen.tell(renderError(error));
      surroundings.finish(exitCodeOf(error));
    }
  });
}

function onTerminal(surroundings: LoginSurroundings): LoginSurroundings {
  const { tell, print } = surroundings;
  return {
    ...surroundings,
    tell: (line) => tell(forTerminal(line)),
    print: (line) => print(forTerminal(line)),
  };
}

interface Choice {
  readonly only?: readonly string[];
  /** True without a number. */
  readonly expiring?: number | true;
}

/** What one mailbox has of its own can't be said for many. */
const OF_ONE = [
  "provider",
  "clientId",
  "clientSecretRef",
  "tenant",
  "account",
  "scope",
  "stackSecret",
  "file",
] as const;

function requireOneWay(address: string | undefined, options: LoginOptions & Choice): void {
  const isMany = options.only !== undefined || options.expiring !== undefined;
  if ((address !== undefined) === isMany) {
    throw new ConfigError(
      "VCC_ARGUMENT_INVALID",
      `One mailbox, or several with --only or --expiring, got ${isMany ? "both" : "neither"}.`,
      { hint: isMany ? "Leave out one of them." : "Name a mailbox, or use --only or --expiring." },
    );
  }
  const stray = OF_ONE.filter((option) => options[option] !== undefined);
  if (!isMany || stray.length === 0) return;
  const names = stray.map(
    (option) => `--${option.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`,
  );
  throw new ConfigError(
    "VCC_ARGUMENT_INVALID",
    `${names.join(", ")}: for one mailbox alone; of several, each is signed in to as the program says.`,
    { hint: "Leave them out, or name one mailbox." },
  );
}

function days(text: string): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value <= LONGEST_DAYS) return value;
  throw new InvalidArgumentError(`It has to be a whole number from 0 to ${LONGEST_DAYS}.`);
}

function port(text: string): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value <= LARGEST_PORT) return value;
  throw new InvalidArgumentError(`It has to be a whole number from 0 to ${LARGEST_PORT}.`);
}

function seconds(text: string): number {
  const value = Number(text);
  if (/^\d+$/u.test(text) && value >= 1 && value <= LONGEST_TIMEOUT_SECONDS) return value;
  throw new InvalidArgumentError(`It has to be a whole number from 1 to ${LONGEST_TIMEOUT_SECONDS}.`);
}
