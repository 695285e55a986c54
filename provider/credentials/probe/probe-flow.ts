import { sameAddress } from "../../values/equality";
import type { ProbeResult } from "../../ports";
import { toIso } from "../../../schema/time";
import type { Limit } from "./concurrency";
import { type Diagnosis, passing, type RemedyContext, type RequestFacts, toResult } from "./diagnosis";
import type { AccessToken, IdentityFailure, IdentityReply, CleanText } from "./identity-reply";
import type { CacheEntry, TokenCache } from "./token-cache";

/** Good tokens have been refused for a moment: a refusal counts once a try this much later says the same. */
const SECOND_TRY_MS = 2_000;

/** Mailbox that a credential has to open. */
export interface ProbeTarget extends RemedyContext, RequestFacts {
  /** Account of the mailbox: the mailbox itself, unless the credential names another. */
  readonly expected: string;
}

/** Mailbox and state of a credential, whatever its method. */
export type Trial = Pick<ProbeTarget, "mailbox" | "expected" | "hasEnded">;

/** Token that a probe takes. */
export interface TokenSource<Token extends AccessToken> {
  /** Equal for all mailboxes that one token opens. */
  readonly tokenKey: string;
  readonly acquire: () => Promise<IdentityReply<Token>>;
}

/** Probe of one credential on one mailbox. */
export interface ProbeFlow<Token extends AccessToken> extends TokenSource<Token>, ProbeTarget {
  /** Asks whose mailbox the token opens. */
  ask(token: Token): Promise<IdentityReply<Opened>>;
  diagnoseToken(failure: IdentityFailure): Diagnosis;
  diagnoseMailbox(failure: IdentityFailure): Diagnosis;
}

/** Owner of the mailbox that a token opens, by any of these names; none where that can't be asked. */
export interface Opened {
  readonly names: readonly CleanText[];
  /** True if the account may have more addresses than these. */
  readonly hasMore?: boolean;
}

/** Result of a probe, with the token that it took. */
export interface Probed<Token> {
  readonly result: ProbeResult;
  readonly token?: Token;
  /** True if only the scope was refused. */
  readonly lacksScope?: boolean;
}

/** Services of a probe flow. */
export interface ProbeFlowDeps<Token extends AccessToken> {
  readonly tokens: TokenCache<Token>;
  readonly limit: Limit;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Tries the wanted scope, or else the usual ones, the one that the job needs first, until one is granted. Where none is,
 * the first is what to tell of.
 */
export async function tryScopes<Token>(
  wanted: string | undefined,
  [usual, otherwise]: readonly [string, string],
  run: (scope: string) => Promise<Probed<Token>>,
): Promise<ProbeResult> {
  const first = await run(wanted ?? usual);
  if (wanted !== undefined || first.lacksScope !== true) return first.result;
  const second = await run(otherwise);
  return second.lacksScope === true ? first.result : second.result;
}

/** The result of a probe that went well, with the end that the identity provider tells, in ms since 1970. */
export function endingAt(result: ProbeResult, end: number | undefined): ProbeResult {
  return result.health !== "active" || end === undefined ? result : { ...result, expiresAt: toIso(end) };
}

type Got<Token> =
  { readonly entry: CacheEntry<Token>; readonly token: Token } | { readonly diagnosis: Diagnosis };

/** Gets a token and asks whose mailbox it opens. A refusal that may be a passing one is met twice. */
export async function runProbe<Token extends AccessToken>(
  flow: ProbeFlow<Token>,
  deps: ProbeFlowDeps<Token>,
): Promise<Probed<Token>> {
  const told = (diagnosis: Diagnosis, token?: Token): Probed<Token> => ({
    result: toResult(diagnosis, flow),
    ...(token && { token }),
    ...(diagnosis.lacksScope && { lacksScope: true }),
  });
  const got = await obtain(flow, deps, undefined);
  if ("diagnosis" in got) return told(got.diagnosis);
  const opened = await deps.limit(() => flow.ask(got.token));
  if (opened.ok) return { result: compare(flow, opened.value), token: got.token };
  if (!isRefusedToken(opened.failure)) return told(flow.diagnoseMailbox(opened.failure), got.token);

  // A token may be dropped early: only a fresh one that is refused too says anything.
  const fresh = await obtain(flow, deps, got.entry);
  if ("diagnosis" in fresh) return told(fresh.diagnosis);
  const again = await deps.limit(() => flow.ask(fresh.token));
  if (again.ok) return { result: compare(flow, again.value), token: fresh.token };
  return told(flow.diagnoseMailbox(again.failure), fresh.token);
}

async function obtain<Token extends AccessToken>(
  flow: ProbeFlow<Token>,
  { tokens, limit, sleep }: ProbeFlowDeps<Token>,
  refused: CacheEntry<Token> | undefined,
): Promise<Got<Token>> {
  const demand = async (wanted: { readonly not?: object; readonly since?: number }) =>
    limit(async () => {
      const entry = tokens.get(flow.tokenKey, () => flow.acquire(), wanted);
      return { entry, reply: await entry.reply };
    });

  const first = await demand(refused === undefined ? {} : { not: refused });
  if (first.reply.ok) return { entry: first.entry, token: first.reply.value };
  const diagnosis = flow.diagnoseToken(first.reply.failure);
  if (diagnosis.retry === undefined) return { diagnosis };

  if (diagnosis.retry === "later") await sleep(SECOND_TRY_MS);
  const since = diagnosis.retry === "later" ? { since: first.entry.startedAt + SECOND_TRY_MS } : {};
  const second = await demand({ not: first.entry, ...since });
  if (second.reply.ok) return { entry: second.entry, token: second.reply.value };
  return { diagnosis: agreed(diagnosis, flow.diagnoseToken(second.reply.failure)) };
}

/** The diagnosis that two tries together allow. */
function agreed(first: Diagnosis, second: Diagnosis): Diagnosis {
  const isSettled = second.retry === undefined || second.retry === "fresh" || second.code === first.code;
  return isSettled ? second : { ...passing("two tries were refused differently"), code: second.code };
}

function isRefusedToken(failure: IdentityFailure): boolean {
  return failure.kind === "reply" && failure.status === 401;
}

function compare({ expected, mailbox: asked }: ProbeTarget, { names, hasMore = false }: Opened): ProbeResult {
  // The sign-in works, and nothing says whose it is.
  if (names[0] === undefined) return { health: "active" };
  const same = names.find((name) => sameAddress(name, expected));
  if (same !== undefined) return { health: "active", mailbox: same };
  const mailbox = names[0];
  const which = sameAddress(expected, asked) ? expected : `${expected} (for ${asked})`;
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
