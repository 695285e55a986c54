import { SIGN_IN_STATUS } from "../../../schema/email-address";
import { resolve } from "node:path";
import { DAY_MS, toMs } from "../../../schema/time";
import { createCredentials } from "../../credentials/index";
import { argumentError, ConfigError, renderError, VccError } from "../../errors";
import { secretSources } from "../pulumi/project";
import { pulumiCommand } from "../pulumi/pulumi-command";
import { readStack, type StackMailbox, type StackView } from "../pulumi/stack";
import type { Credentials } from "../../ports";
import { globMatcher } from "../../values/globs";
import { EXIT_CODES, type ExitCode } from "../output";
import { exitCodeOf, LoginError } from "./login-error";
import type { LoginChoice, LoginOptions } from "./options";
import { refusePipelines, runLogin } from "./run-login";
import type { LoginDeps } from "./login-deps";

/**
 * Signs a person in to one mailbox of the stack after the other. One that was signed in to since the last `pulumi up` is
 * passed over, so the same command goes on where it was left. Answers the exit code: of the first that failed, else 0.
 * Error: a `ConfigError` where the stack can't be read or has no such mailbox.
 */
export async function runLogins(
  choice: LoginChoice,
  options: LoginOptions,
  deps: LoginDeps,
): Promise<ExitCode> {
  const { environment, now, tell } = deps;
  refusePipelines(environment);
  const folder = resolve(options.cwd ?? ".");
  const pulumi = pulumiCommand({ folder, environment, stack: options.stack });
  const stack = await readStack(pulumi, options.stack);
  requireStack(stack);
  const isChosen = globMatcher(choice.only);
  const fitting = stack.mailboxes.filter(
    ({ address, credential }) => credential?.method === "refreshToken" && isChosen(address),
  );
  requireSome(fitting, choice);
  const chosen = fitting.filter((mailbox) => endsSoon(mailbox, choice, now()));
  if (chosen.length === 0) tell(`None of ${fitting.length} ends within ${choice.expiringDays} days.`);
  const credentials = createCredentials(secretSources(folder, environment, stack.config));
  const open = chosen.filter((mailbox) => !isRenewed(mailbox, credentials));
  if (open.length < chosen.length) {
    tell(
      `${chosen.length - open.length} of ${chosen.length} are signed in to already; pulumi up applies that.`,
    );
  }
  let exitCode: ExitCode = EXIT_CODES.fine;
  for (const [index, { address }] of open.entries()) {
    tell(`${index + 1} of ${open.length}: ${address}`);
    try {
      await runLogin(address, options, deps);
    } catch (error) {
      if (!(error instanceof VccError)) throw error;
      if (exitCode === EXIT_CODES.fine) exitCode = exitCodeOf(error);
      tell(renderError(error));
      // Nobody is there any more; whoever comes back goes on here.
      if (error instanceof LoginError && error.outcome === "overdue") {
        tell(`${open.length - index} of ${open.length} are left. The same command goes on with them.`);
        return exitCode;
      }
    }
  }
  return exitCode;
}

/** Every mailbox where no days are given, as does one whose sign-in is lost already. */
function endsSoon({ status, expiresAt }: StackMailbox, { expiringDays }: LoginChoice, now: number): boolean {
  if (expiringDays === undefined || (status !== undefined && status !== SIGN_IN_STATUS.active)) return true;
  return (toMs(expiresAt) ?? Number.POSITIVE_INFINITY) <= now + expiringDays * DAY_MS;
}

function requireStack({ name, problem }: StackView): void {
  if (name !== undefined) return;
  throw new ConfigError("VCC_PULUMI_FAILED", problem?.reason ?? "The stack can't be read.", {
    hint: "Name the stack with --stack, and the program's folder with --cwd.",
  });
}

function requireSome(fitting: readonly StackMailbox[], { only }: LoginChoice): void {
  if (fitting.length > 0) return;
  throw argumentError(
    only.length > 0
      ? `No mailbox of the stack with a refresh token fits ${only.join(", ")}.`
      : "No mailbox of the stack has a refresh token, so nobody has to sign in.",
    "Check --only and --stack; pulumi up makes what the program has and the stack hasn't.",
  );
}

/** True if other material lies at the mailbox's reference than VCC was given last. */
function isRenewed({ address, credential, fingerprint }: StackMailbox, credentials: Credentials): boolean {
  if (credential === undefined || fingerprint === undefined) return false;
  const present = credentials.fingerprint(credential, address, fingerprint);
  return present !== undefined && present !== fingerprint;
}
