import { Command, InvalidArgumentError, Option } from "commander";
import { redact } from "../core/redact";
import { VccError } from "../errors";
import { LOGIN_EXIT_CODES, LoginError } from "./login/login-error";
import type { LoginOptions } from "./login/options";
import { runLogin } from "./login/run-login";
import { type LoginSurroundings, processSurroundings } from "./login/surroundings";

const DEFAULT_TIMEOUT_SECONDS = 300;
const LONGEST_TIMEOUT_SECONDS = 3_600;
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

Examples:
  $ npx pulumi-vcc login support@example.com
  $ npx pulumi-vcc login support@example.com --provider google --client-id 123.apps.googleusercontent.com \\
      --client-secret-ref env:GOOGLE_CLIENT_SECRET --stack-secret supportMailbox
  $ npx pulumi-vcc login support@example.com --provider microsoft --tenant contoso.onmicrosoft.com \\
      --client-id 11111111-2222-3333-4444-555555555555 --device-code --file support.token`;

/** `login`: a person signs in to a mailbox, and the refresh token goes where the program looks for it. */
export function loginCommand(surroundings: LoginSurroundings = processSurroundings()): Command {
  const command = new Command("login")
    .description("sign in to a mailbox and store the refresh token, in a stack secret or a file")
    .argument("<address>", "the mailbox, such as support@example.com")
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
  return command.action(async (address: string, options: LoginOptions) => {
    try {
      await runLogin(address, options, surroundings);
      surroundings.finish(LOGIN_EXIT_CODES.stored);
    } catch (error) {
      if (!(error instanceof VccError)) throw error;
      surroundings.tell(redact(error.message));
      surroundings.finish(error instanceof LoginError ? error.exitCode : LOGIN_EXIT_CODES.unusable);
    }
  });
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
