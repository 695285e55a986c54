import { Command, Option } from "commander";
import { forTerminal } from "../text/terminal";
import { PROVIDERS } from "../../schema/credential/credential";
import { DEFAULT_EXPIRY_WARNING_DAYS } from "../../schema/credential/fields";
import { argumentError, renderError, VccError } from "../errors";
import type { Say } from "./console";
import { exitCodeOf } from "./login/login-error";
import { EXIT_CODES } from "./output";
import { exitCodesHelp, stackOptions, timeoutOption, wholeNumber } from "./options";
import type { LoginOptions } from "./login/options";
import { runLogin } from "./login/run-login";
import { runLogins } from "./login/run-logins";
import { type LoginDeps, processDeps } from "./login/login-deps";

const DEFAULT_TIMEOUT_SECONDS = 300;
const LONGEST_DAYS = 3_650;
const LARGEST_PORT = 65_535;

const MORE_HELP = `
Where the stack's state has a refresh token for the mailbox, all options may be left out: whatever isn't given is as the
program says it, so that signing in again takes the mailbox alone.

The refresh token is never shown. Unless --open is given, no browser is opened: the address is printed.
A client of Google is of the kind "Desktop app"; an app of Microsoft has the redirect http://localhost of a public
client, or allows public client flows for device codes.

Several mailboxes are those of the stack whose program has a refresh token for them. One that was signed in to since the
last pulumi up is passed over, so a command that was interrupted goes on where it was.

Examples:
  $ npx pulumi-vcc login --expiring 14 --open
  $ npx pulumi-vcc login support@example.com
  $ npx pulumi-vcc login support@example.com --provider google --client-id 123.apps.googleusercontent.com \\
      --client-secret-ref env:GOOGLE_CLIENT_SECRET --stack-secret supportMailbox
  $ npx pulumi-vcc login support@example.com --provider microsoft --tenant contoso.onmicrosoft.com \\
      --client-id 11111111-2222-3333-4444-555555555555 --device-code --file support.token`;

const EXIT_CODES_HELP = exitCodesHelp({
  fine: "signed in, checked and stored",
  failed: "an option, a setting or the place to store it is unusable",
  found:
    "the person declined, the identity provider refused, or it opens another mailbox or lacks a permission: nothing is stored",
  unknown: "nobody signed in in time, or the identity provider gave no clear answer",
});

/** `login`: a person signs in to a mailbox, and the refresh token goes where the program looks for it. */
export function loginCommand(deps: LoginDeps = processDeps()): Command {
  const command = new Command("login")
    .description("sign in to a mailbox and store the refresh token, in a stack secret or a file")
    .argument("[address]", "the mailbox, such as support@example.com")
    .option("--only <glob...>", "instead of one mailbox, those of the stack that fit, one after the other")
    .option(
      "--expiring [days]",
      `of them, those that end within so many days (${DEFAULT_EXPIRY_WARNING_DAYS})`,
      wholeNumber(0, LONGEST_DAYS),
    )
    .addOption(new Option("--device-code", "Microsoft: enter a code on any device").conflicts("loopback"))
    .option("--loopback", "Microsoft: sign in with a browser on this machine")
    .option(
      "--port <number>",
      "the port that the browser comes back to; 0 takes a free one",
      wholeNumber(0, LARGEST_PORT),
      0,
    )
    .addOption(timeoutOption("how long to wait for the person", DEFAULT_TIMEOUT_SECONDS))
    .option("--open", "open the browser")
    .addHelpText("after", EXIT_CODES_HELP)
    .addHelpText("after", MORE_HELP);
  for (const option of [...storeOptions(), ...appOptions(), ...stackOptions()]) command.addOption(option);
  return command.action(async (address: string | undefined, options: LoginOptions & Choice) => {
    const { only = [], expiring, ...rest } = options;
    const tell: Say = (line) => deps.tell(forTerminal(line));
    const screen = { ...deps, tell, print: (line: string) => deps.print(forTerminal(line)) };
    try {
      requireOneWay(address, options);
      if (address !== undefined) {
        await runLogin(address, rest, screen);
        deps.finish(EXIT_CODES.fine);
        return;
      }
      const expiringDays = expiring === true ? DEFAULT_EXPIRY_WARNING_DAYS : expiring;
      deps.finish(await runLogins({ only, expiringDays }, rest, screen));
    } catch (error) {
      if (!(error instanceof VccError)) throw error;
      tell(renderError(error));
      deps.finish(exitCodeOf(error));
    }
  });
}

/** Options that tell the app, and how people sign in to it. */
function appOptions(): readonly Option[] {
  return [
    new Option("--provider <name>", "whose mailbox it is; known for public domains").choices(PROVIDERS),
    new Option("--client-id <id>", "the app that people sign in with"),
    new Option("--client-secret-ref <reference>", "where its secret is: env:NAME, file:path or config:key"),
    new Option("--tenant <id>", "Microsoft: the directory's id or domain (default: any organisation)"),
    new Option("--account <address>", "the account to sign in to, where the mailbox is an alias of it"),
    new Option("--scope <scope...>", "the permissions to ask for (default: read and send mail)"),
  ];
}

function storeOptions(): readonly Option[] {
  return [
    new Option("--stack-secret <key>", "store it as this secret of the stack's configuration"),
    new Option("--file <path>", "store it in this file, which only you can read"),
  ];
}

interface Choice {
  readonly only?: readonly string[];
  /** True without a number. */
  readonly expiring?: number | true;
}

function requireOneWay(address: string | undefined, options: LoginOptions & Choice): void {
  const isMany = options.only !== undefined || options.expiring !== undefined;
  if ((address !== undefined) === isMany) {
    throw argumentError(
      `One mailbox, or several with --only or --expiring, got ${isMany ? "both" : "neither"}.`,
      isMany ? "Leave out one of them." : "Name a mailbox, or use --only or --expiring.",
    );
  }
  // They differ from mailbox to mailbox.
  const stray = [...appOptions(), ...storeOptions()].filter((option) => option.attributeName() in options);
  if (!isMany || stray.length === 0) return;
  throw argumentError(
    `${stray.map(({ long }) => long).join(", ")}: for one mailbox alone; of several, each is signed in to as the program says.`,
    "Leave them out, or name one mailbox.",
  );
}
