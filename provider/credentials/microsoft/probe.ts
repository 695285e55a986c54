import type { ProbeResult } from "../../ports";
import { asObject } from "../../values/json-object";
import { type Diagnosis, withoutScope } from "../probe/diagnosis";
import { type AccessToken, failed, type IdentityReply, cleanText, success } from "../probe/identity-reply";
import type { Opened, Probed, ProbeFlow, ProbeFlowDeps, ProbeTarget, Trial } from "../probe/probe-flow";
import { runProbe, type TokenSource, tryScopes } from "../probe/probe-flow";
import { tokenKey } from "../probe/token-cache";
import type { MicrosoftApp, MicrosoftClient, MicrosoftToken } from "./client";
import { appProbeScopes, ofAllRoles } from "./scopes";
import { diagnoseGraph, diagnoseMicrosoft, type MicrosoftFacts } from "./errors";

/** Services of probes at Microsoft. */
export interface MicrosoftProbeDeps extends ProbeFlowDeps<MicrosoftToken> {
  readonly client: MicrosoftClient;
}

/** Token and mailbox by one scope, and the parts of the flow that differ between people and apps. */
export type MicrosoftFlow = TokenSource<MicrosoftToken> &
  Pick<ProbeFlow<MicrosoftToken>, "ask"> &
  Partial<Pick<ProbeFlow<MicrosoftToken>, "diagnoseMailbox">>;

/** Probes with one scope. */
export function probeScope(
  deps: MicrosoftProbeDeps,
  flow: MicrosoftFlow,
  target: ProbeTarget & MicrosoftFacts,
): Promise<Probed<MicrosoftToken>> {
  const diagnoseToken: ProbeFlow<MicrosoftToken>["diagnoseToken"] = (failure) =>
    diagnoseMicrosoft(failure, target);
  return runProbe({ diagnoseToken, diagnoseMailbox: diagnoseGraph, ...flow, ...target }, deps);
}

/** True of scopes of Graph, which can be asked whose mailbox it is. */
export function isForGraph({ graphResource }: MicrosoftClient, scope: string): boolean {
  return scope.startsWith(`${graphResource}/`);
}

/** Probes an app by itself. Scopes if none is given: `appProbeScopes`. */
export function probeApp(
  deps: MicrosoftProbeDeps,
  app: MicrosoftApp,
  trial: Trial,
  wanted: string | undefined,
): Promise<ProbeResult> {
  const { client } = deps;
  // One token opens all mailboxes: which one is in the question.
  const askGraph = async (token: AccessToken) => {
    const path = `/v1.0/users/${encodeURIComponent(trial.expected)}/mailboxSettings/userPurpose`;
    const purpose = await client.graph(path, token);
    return purpose.ok ? success({ names: [cleanText(trial.expected)] }) : purpose;
  };
  // An app by itself asks for all that it has of a service.
  const ofService = wanted && ofAllRoles(wanted.slice(0, wanted.lastIndexOf("/")));
  return tryScopes(ofService, appProbeScopes(client), (scope) => {
    const asking = isForGraph(client, scope)
      ? { ask: askGraph }
      : { ask: askRoles, diagnoseMailbox: withoutRole };
    const target = { ...trial, app: app.clientId, byPerson: false, inTenant: true, scope };
    return probeScope(deps, { ...appToken(client, app, scope), ...asking }, target);
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
  return { ...withoutScope(meaning, "scope"), code: "roles" };
}
