import { toMs } from "../../schema/time";
import { sameAddress } from "../values/equality";
import type { ProbeResult } from "../ports";
import { Attempts } from "./attempts";
import { type Finding, inconclusive, type Subject } from "./finding";
import { toIso } from "./life";
import type { Limit } from "./limits";
import { judgeGraph } from "./mailbox-errors";
import type { Microsoft, MicrosoftApp, MicrosoftToken } from "./microsoft";
import { judgeMicrosoft, type MicrosoftFlow } from "./microsoft-codes";
import { type AccessToken, asObject, failed, type Outcome, success } from "./outcome";
import { said } from "./said";
import { tokenKey } from "./token-key";
import { type Opened, type Trial, type Tried, tryOut, tryScopes } from "./trial";

/** Microsoft shows this much of a secret, to tell several apart. */
const HINT_CHARACTERS = 3;

/** What a probe speaks of, and the account that the credential has to open. */
export interface MicrosoftTarget {
  readonly subject: Subject;
  readonly expected: string;
  /** Whether certificate or secret have ended, as far as this side knows. */
  readonly lifeIsOver: boolean;
}

/** Each result's `expiresAt` is what Microsoft says; nothing declared. */
export interface MicrosoftProbes {
  /**
   * An app by itself. Scopes if none is given: Graph's, which tells of the mailbox, then Exchange's, which IMAP takes.
   * `secret`: have Graph tell when it ends.
   */
  app(
    app: MicrosoftApp,
    target: MicrosoftTarget,
    options: { readonly scope: string | undefined; readonly secret?: string | undefined },
  ): Promise<ProbeResult>;
  /** A person. Scopes if none is given: Graph's `MailboxSettings.Read`, then Exchange's `IMAP.AccessAsUser.All`. */
  signIn(
    app: MicrosoftApp,
    refreshToken: string,
    scope: string | undefined,
    target: MicrosoftTarget,
  ): Promise<ProbeResult>;
}

interface Surroundings {
  readonly limit: Limit;
  readonly sleep: (ms: number) => Promise<void>;
  readonly now: () => number;
}

type Ways = Pick<Trial<MicrosoftToken>, "tokenKey" | "acquire" | "ask"> &
  Partial<Pick<Trial<MicrosoftToken>, "judgeMailbox">>;

/** What all probes at Microsoft share. */
interface Shared extends Surroundings {
  readonly microsoft: Microsoft;
  readonly tokens: Attempts<MicrosoftToken>;
  /** When client secrets end, by app. */
  readonly ends: Map<string, Promise<number | undefined>>;
}

export function createMicrosoftProbes(microsoft: Microsoft, surroundings: Surroundings): MicrosoftProbes {
  const tokens = new Attempts<MicrosoftToken>(surroundings.now);
  const shared: Shared = { ...surroundings, microsoft, tokens, ends: new Map() };
  return {
    async app(app, target, { scope, secret }) {
      const result = await probeApp(shared, app, scope, target);
      return result.health === "active" && secret !== undefined
        ? withSecretEnd(shared, app, secret, result)
        : result;
    },
    signIn: (app, refreshToken, scope, target) => probePerson(shared, { app, refreshToken, scope }, target),
  };
}

async function probeApp(
  shared: Shared,
  app: MicrosoftApp,
  wanted: string | undefined,
  target: MicrosoftTarget,
): Promise<ProbeResult> {
  const { microsoft } = shared;
  const ofAll = [`${microsoft.graphResource}/.default`, `${microsoft.exchangeResource}/.default`];
  const scopes = wanted === undefined ? ofAll : [ofAllRoles(wanted)];
  // One token opens all mailboxes: which one is in the question.
  const askGraph = async (token: AccessToken) => {
    const path = `/v1.0/users/${encodeURIComponent(target.expected)}/mailboxSettings/userPurpose`;
    const purpose = await microsoft.graph(path, token);
    return purpose.ok ? success({ names: [said(target.expected)] }) : purpose;
  };
  const { result } = await tryScopes(scopes, async (scope) => {
    const ways = isForGraph(microsoft, scope)
      ? { ask: askGraph }
      : { ask: askRoles, judgeMailbox: withoutRole };
    return run(shared, { ...appToken(microsoft, app, scope), ...ways }, scope, { ...target, inTenant: true });
  });
  return result;
}

interface PersonalSignIn {
  readonly app: MicrosoftApp;
  readonly refreshToken: string;
  readonly scope: string | undefined;
}

async function probePerson(
  shared: Shared,
  { app, refreshToken, scope: wanted }: PersonalSignIn,
  target: MicrosoftTarget,
): Promise<ProbeResult> {
  const { microsoft } = shared;
  const usual = [
    `${microsoft.graphResource}/MailboxSettings.Read`,
    `${microsoft.exchangeResource}/IMAP.AccessAsUser.All`,
  ];
  const { result } = await tryScopes(wanted === undefined ? usual : [wanted], async (scope) => {
    const ways: Ways = {
      tokenKey: tokenKey(app.key, refreshToken, scope),
      acquire: () => microsoft.refreshedToken(app, refreshToken, scope),
      // A token for another service names the person, and opens nothing here.
      ask: async (token) =>
        isForGraph(microsoft, scope)
          ? askOwner(microsoft, token, target.expected)
          : success({ names: token.names, hasMore: true }),
    };
    return run(shared, ways, scope, { ...target, inTenant: !ANY_TENANT.has(app.tenantId) });
  });
  return result;
}

/** Names that stand for any directory of the cloud. Source: documented. */
const ANY_TENANT: ReadonlySet<string> = new Set(["common", "consumers", "organizations"]);

async function run(
  shared: Shared,
  ways: Ways,
  scope: string,
  { subject, expected, lifeIsOver, inTenant }: MicrosoftTarget & Pick<MicrosoftFlow, "inTenant">,
): Promise<Tried<MicrosoftToken>> {
  const flow = { byPerson: subject.byPerson, inTenant, lifeIsOver };
  const judges: Pick<Trial<MicrosoftToken>, "judgeToken" | "judgeMailbox"> = {
    judgeToken: (failure) => judgeMicrosoft(failure, flow),
    judgeMailbox: judgeGraph,
  };
  return tryOut({ ...judges, ...ways, subject: { ...subject, scope }, expected }, shared);
}

function isForGraph({ graphResource }: Microsoft, scope: string): boolean {
  return scope.startsWith(`${graphResource}/`);
}

function appToken(microsoft: Microsoft, app: MicrosoftApp, scope: string) {
  return { tokenKey: tokenKey(app.key, scope), acquire: () => microsoft.appToken(app, scope) };
}

/** An app by itself asks for all that it has of a service. */
function ofAllRoles(scope: string): string {
  return `${scope.slice(0, scope.lastIndexOf("/"))}/.default`;
}

/** Permissions of Exchange that open mailboxes to an app. */
const MAILBOX_ROLE = /^(?:(?:IMAP|POP)\.AccessAsApp|Mail\.\w.*|full_access_as_app)$/u;

/** An app gets a token without any permission, too: what it may do stands in it. Which mailboxes doesn't. */
function askRoles({ token }: AccessToken): Promise<Outcome<Opened>> {
  const claims = asObject(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  const roles: readonly unknown[] = Array.isArray(claims?.["roles"]) ? claims["roles"] : [];
  const opens = roles.some((role) => MAILBOX_ROLE.test(String(role)));
  return Promise.resolve(
    opens ? success({ names: [] }) : failed({ kind: "unreadable", host: "Exchange", status: 200 }),
  );
}

function withoutRole(): Finding {
  const meaning = "the app has no permission of Exchange that opens mailboxes, though its sign-in works";
  return { ...inconclusive(meaning, "scope", "roles"), lacksScope: true };
}

const END_UNKNOWN =
  "Microsoft Graph doesn't tell when the client secret ends: grant the app the permission Application.Read.All, or declare clientSecretExpiresAt.";

/** Whose the token is, once their mailbox is proved to exist. Aliases need a permission that may be missing. */
async function askOwner(
  microsoft: Microsoft,
  token: MicrosoftToken,
  expected: string,
): Promise<Outcome<Opened>> {
  const purpose = await microsoft.graph("/v1.0/me/mailboxSettings/userPurpose", token);
  if (!purpose.ok) return purpose;
  if (token.names.some((name) => sameAddress(name, expected))) return success({ names: token.names });
  const me = await microsoft.graph("/v1.0/me?$select=mail,userPrincipalName,proxyAddresses", token);
  if (!me.ok) return success({ names: token.names, hasMore: true });
  const { mail, userPrincipalName, proxyAddresses } = me.value;
  const isListed = Array.isArray(proxyAddresses);
  const listed: unknown[] = isListed ? proxyAddresses : [];
  const names = [mail, userPrincipalName, ...listed]
    .map((name) => said(typeof name === "string" && name.replace(/^smtp:/iu, "")))
    .filter((name) => name !== "");
  return success({ names: [...token.names, ...names], hasMore: !isListed });
}

async function withSecretEnd(
  { microsoft, tokens, ends, limit, now }: Shared,
  app: MicrosoftApp,
  secret: string,
  result: ProbeResult,
): Promise<ProbeResult> {
  const { tokenKey: key, acquire } = appToken(microsoft, app, `${microsoft.graphResource}/.default`);
  const ask = async () => {
    const { outcome } = tokens.get(key, acquire);
    const token = await outcome;
    return token.ok
      ? endOfSecret(microsoft, { clientId: app.clientId, secret, token: token.value, now: now() })
      : undefined;
  };
  const asked = ends.get(app.key) ?? limit(ask);
  ends.set(app.key, asked);
  const end = await asked;
  return end === undefined ? { ...result, reason: END_UNKNOWN } : { ...result, expiresAt: toIso(end) };
}

interface SecretQuestion {
  readonly clientId: string;
  readonly secret: string;
  readonly token: AccessToken;
  readonly now: number;
}

/** The end of the app's secret that starts alike; of several, the first to come. */
async function endOfSecret(microsoft: Microsoft, { clientId, secret, token, now }: SecretQuestion) {
  const path = `/v1.0/applications(appId='${encodeURIComponent(clientId)}')?$select=passwordCredentials`;
  const reply = await microsoft.graph(path, token);
  const listed: unknown[] =
    reply.ok && Array.isArray(reply.value["passwordCredentials"]) ? reply.value["passwordCredentials"] : [];
  const ends = listed.flatMap((entry) => {
    const { hint, endDateTime } = asObject(entry) ?? {};
    const end = typeof endDateTime === "string" ? toMs(endDateTime) : undefined;
    // One that has ended can't be the one that has just worked.
    return hint === secret.slice(0, HINT_CHARACTERS) && end !== undefined && end > now ? [end] : [];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}
