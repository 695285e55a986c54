import type { ProbeResult } from "../../ports";
import { asObject } from "../../values/json-object";
import { type Diagnosis, inconclusive } from "../probe/diagnosis";
import { type AccessToken, failed, type IdentityReply, said, success } from "../probe/identity-reply";
import type { Opened, Probed, ProbeFlow, ProbeFlowDeps, ProbeTarget } from "../probe/probe-flow";
import { runProbe, type TokenSource, tryScopes } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { MicrosoftApp, MicrosoftClient, MicrosoftToken } from "./client";
import { diagnoseGraph, diagnoseMicrosoft } from "./errors";

/** Services of probes at Microsoft. */
export interface MicrosoftProbeDeps extends ProbeFlowDeps<MicrosoftToken> {
  readonly client: MicrosoftClient;
}

/** Mailbox that an app opens. */
export interface MicrosoftTarget extends ProbeTarget {
  /** True if certificate or secret have ended, as far as this side knows. */
  readonly hasEnded: boolean;
}

/** Token and mailbox by one scope, and the parts of the flow that differ between people and apps. */
export type MicrosoftFlow = TokenSource<MicrosoftToken> &
  Pick<ProbeFlow<MicrosoftToken>, "ask"> &
  Partial<Pick<ProbeFlow<MicrosoftToken>, "diagnoseMailbox">>;

/** Probes with one scope. `inTenant`: the directory was named, rather than any of the cloud's. */
export function probeScope(
  deps: MicrosoftProbeDeps,
  flow: MicrosoftFlow,
  scope: string,
  { context, expected, hasEnded, inTenant }: MicrosoftTarget & { readonly inTenant: boolean },
): Promise<Probed<MicrosoftToken>> {
  const flowFacts = { byPerson: context.byPerson, inTenant, hasEnded };
  return runProbe(
    {
      diagnoseToken: (failure) => diagnoseMicrosoft(failure, flowFacts),
      diagnoseMailbox: diagnoseGraph,
      ...flow,
      context: { ...context, scope },
      expected,
    },
    deps,
  );
}

/** True of scopes of Graph, which can be asked whose mailbox it is. */
export function isForGraph({ graphResource }: MicrosoftClient, scope: string): boolean {
  return scope.startsWith(`${graphResource}/`);
}

/** An app that signs in by itself. */
interface AppProbe {
  readonly app: MicrosoftApp;
  readonly mailbox: string;
  readonly credential: { readonly account?: string | undefined; readonly probeScope?: string | undefined };
  /** True if certificate or secret have ended, as far as this side knows. */
  readonly hasEnded: boolean;
}

/**
 * Probes an app by itself. Scopes if none is given: Graph's, which tells of the mailbox, then Exchange's, which IMAP
 * takes.
 */
export function probeApp(
  deps: MicrosoftProbeDeps,
  { app, mailbox, credential, hasEnded }: AppProbe,
): Promise<ProbeResult> {
  const { client } = deps;
  const expected = credential.account ?? mailbox;
  const context = { mailbox, app: app.clientId, byPerson: false };
  const ofAll = [`${client.graphResource}/.default`, `${client.exchangeResource}/.default`];
  const scopes = credential.probeScope === undefined ? ofAll : [ofAllRoles(credential.probeScope)];
  // One token opens all mailboxes: which one is in the question.
  const askGraph = async (token: AccessToken) => {
    const path = `/v1.0/users/${encodeURIComponent(expected)}/mailboxSettings/userPurpose`;
    const purpose = await client.graph(path, token);
    return purpose.ok ? success({ names: [said(expected)] }) : purpose;
  };
  return tryScopes(scopes, (scope) => {
    const asking = isForGraph(client, scope)
      ? { ask: askGraph }
      : { ask: askRoles, diagnoseMailbox: withoutRole };
    const target = { context, expected, hasEnded, inTenant: true };
    return probeScope(deps, { ...appToken(client, app, scope), ...asking }, scope, target);
  });
}

/** Token of an app by itself. */
export function appToken(
  client: MicrosoftClient,
  app: MicrosoftApp,
  scope: string,
): TokenSource<MicrosoftToken> {
  return { tokenKey: tokenKey(app.key, scope), acquire: () => client.appToken(app, scope) };
}

/** An app by itself asks for all that it has of a service. */
function ofAllRoles(scope: string): string {
  return `${scope.slice(0, scope.lastIndexOf("/"))}/.default`;
}

/** Permissions of Exchange that open mailboxes to an app. */
const MAILBOX_ROLE = /^(?:(?:IMAP|POP)\.AccessAsApp|Mail\.\w.*|full_access_as_app)$/u;

/** An app gets a token without any permission, too: its permissions stand in it, and no mailbox does. */
function askRoles({ token }: AccessToken): Promise<IdentityReply<Opened>> {
  const claims = asObject(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  const roles: readonly unknown[] = Array.isArray(claims?.["roles"]) ? claims["roles"] : [];
  const opens = roles.some((role) => MAILBOX_ROLE.test(String(role)));
  return Promise.resolve(
    opens ? success({ names: [] }) : failed({ kind: "unreadable", host: "Exchange", status: 200 }),
  );
}

function withoutRole(): Diagnosis {
  const meaning = "the app has no permission of Exchange that opens mailboxes, though its sign-in works";
  return { ...inconclusive(meaning, "scope", "roles"), lacksScope: true };
}
