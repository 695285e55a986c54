import { sameAddress } from "../values/equality";
import type { ProbeResult } from "../ports";
import type { Attempt, Attempts } from "./attempts";
import { type Finding, type Subject, toResult } from "./finding";
import type { Limit } from "./limits";
import type { AccessToken, IdentityFailure, Outcome } from "./outcome";
import type { Said } from "./said";

/** Good tokens have been refused for a moment: a death counts once a try this much later says the same. */
const SECOND_TRY_MS = 2_000;

/** How one credential is tried on one mailbox. */
export interface Trial<Token extends AccessToken> {
  /** Equal for all mailboxes that one token opens. */
  readonly tokenKey: string;
  readonly subject: Subject;
  /** The account that the credential has to open. */
  readonly expected: string;
  acquire(): Promise<Outcome<Token>>;
  /** Asks whose mailbox the token opens. */
  ask(token: Token): Promise<Outcome<Opened>>;
  judgeToken(failure: IdentityFailure): Finding;
  judgeMailbox(failure: IdentityFailure): Finding;
}

/** Whose mailbox a token opens, by any of these names; none where that can't be asked. */
export interface Opened {
  readonly names: readonly Said[];
  /** Whether the account may have more addresses than these. */
  readonly hasMore?: boolean;
}

/** What came of a trial. */
export interface Tried<Token> {
  readonly result: ProbeResult;
  readonly token?: Token;
  /** Whether only the scope was refused. */
  readonly lacksScope?: boolean;
}

/**
 * Tries scopes one after the other, the one that the job needs first, until one is granted. Where none is, the first is
 * what to tell of.
 */
export async function tryScopes<Token>(
  scopes: readonly string[],
  run: (scope: string) => Promise<Tried<Token>>,
): Promise<Tried<Token>> {
  let first: Tried<Token> | undefined;
  for (const scope of scopes) {
    const tried = await run(scope);
    if (tried.lacksScope !== true) return tried;
    first ??= tried;
  }
  if (first === undefined) throw new Error("no scope to try");
  return first;
}

export interface TrialSurroundings<Token extends AccessToken> {
  readonly tokens: Attempts<Token>;
  readonly limit: Limit;
  readonly sleep: (ms: number) => Promise<void>;
}

type Got<Token> = { readonly attempt: Attempt<Token>; readonly token: Token } | { readonly finding: Finding };

/** Gets a token and asks whose mailbox it opens. A death that may be a passing one is met twice. */
export async function tryOut<Token extends AccessToken>(
  trial: Trial<Token>,
  surroundings: TrialSurroundings<Token>,
): Promise<Tried<Token>> {
  const told = (finding: Finding, token?: Token): Tried<Token> => ({
    result: toResult(finding, trial.subject),
    ...(token && { token }),
    ...(finding.lacksScope && { lacksScope: true }),
  });
  const got = await obtain(trial, surroundings, undefined);
  if ("finding" in got) return told(got.finding);
  const opened = await surroundings.limit(() => trial.ask(got.token));
  if (opened.ok) return { result: compare(trial, opened.value), token: got.token };
  if (!isRefusedToken(opened.failure)) return told(trial.judgeMailbox(opened.failure), got.token);

  // A token may be dropped early: only a fresh one that is refused too says anything.
  const fresh = await obtain(trial, surroundings, got.attempt);
  if ("finding" in fresh) return told(fresh.finding);
  const again = await surroundings.limit(() => trial.ask(fresh.token));
  if (again.ok) return { result: compare(trial, again.value), token: fresh.token };
  return told(trial.judgeMailbox(again.failure), fresh.token);
}

async function obtain<Token extends AccessToken>(
  trial: Trial<Token>,
  surroundings: TrialSurroundings<Token>,
  refused: Attempt<Token> | undefined,
): Promise<Got<Token>> {
  const { tokens, limit, sleep } = surroundings;
  const demand = async (wanted: { readonly not?: object; readonly since?: number }) =>
    limit(async () => {
      const attempt = tokens.get(trial.tokenKey, () => trial.acquire(), wanted);
      return { attempt, outcome: await attempt.outcome };
    });

  const first = await demand(refused === undefined ? {} : { not: refused });
  if (first.outcome.ok) return { attempt: first.attempt, token: first.outcome.value };
  const finding = trial.judgeToken(first.outcome.failure);
  if (finding.retry === undefined) return { finding };

  if (finding.retry === "later") await sleep(SECOND_TRY_MS);
  const since = finding.retry === "later" ? { since: first.attempt.startedAt + SECOND_TRY_MS } : {};
  const second = await demand({ not: first.attempt, ...since });
  if (second.outcome.ok) return { attempt: second.attempt, token: second.outcome.value };
  return { finding: agreed(finding, trial.judgeToken(second.outcome.failure)) };
}

/** What two tries together show. */
function agreed(first: Finding, second: Finding): Finding {
  const isSettled = second.retry === undefined || second.retry === "fresh" || second.code === first.code;
  if (isSettled) return second;
  return {
    health: "unknown",
    cause: "transient",
    code: second.code,
    meaning: "two tries were refused differently",
    remedy: "later",
  };
}

function isRefusedToken(failure: IdentityFailure): boolean {
  return failure.kind === "reply" && failure.status === 401;
}

function compare(
  { expected, subject }: Pick<Trial<AccessToken>, "expected" | "subject">,
  { names, hasMore = false }: Opened,
): ProbeResult {
  // The sign-in works, and nothing says whose it is.
  if (names[0] === undefined) return { health: "active" };
  const same = names.find((name) => sameAddress(name, expected));
  if (same !== undefined) return { health: "active", mailbox: same };
  const mailbox = names[0];
  const which = sameAddress(expected, subject.mailbox) ? expected : `${expected} (for ${subject.mailbox})`;
  if (hasMore) {
    return {
      health: "unknown",
      cause: "inconclusive",
      mailbox,
      reason: `The credential signs in as ${mailbox}, and whether ${which} is an address of that account can't be asked. If it is, name it in the credential: account: ${mailbox}; else sign in as ${expected}.`,
    };
  }
  return {
    health: "unknown",
    cause: "wrongMailbox",
    mailbox,
    reason: `The credential opens the mailbox ${mailbox}, not ${which}. Sign in as ${expected}, or name the account that the address belongs to in the credential.`,
  };
}
