import type { ProbeResult } from "../core/ports";
import { Attempts } from "./attempts";
import type { Subject } from "./finding";
import { toIso, toTime } from "./life";
import type { Limit } from "./limits";
import { judgeGraph } from "./mailbox-errors";
import type { Microsoft, MicrosoftApp, MicrosoftToken } from "./microsoft";
import { judgeMicrosoft } from "./microsoft-codes";
import { type AccessToken, asObject, type Outcome, success } from "./outcome";
import { tokenKey } from "./token-key";
import { type Opened, type Trial, tryOut } from "./trial";

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
  /** An app by itself. `secret`: have Graph tell when it ends. */
  app(app: MicrosoftApp, target: MicrosoftTarget, secret?: string): Promise<ProbeResult>;
  /** A person. `scope` is Graph's `MailboxSettings.Read` if absent. */
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

export function createMicrosoftProbes(microsoft: Microsoft, surroundings: Surroundings): MicrosoftProbes {
  const { now, limit } = surroundings;
  const tokens = new Attempts<MicrosoftToken>(now);
  const ends = new Map<string, Promise<number | undefined>>();

  type Ways = Pick<Trial<MicrosoftToken>, "tokenKey" | "acquire" | "ask">;
  const run = (ways: Ways, { subject, expected, lifeIsOver }: MicrosoftTarget) =>
    tryOut(
      {
        ...ways,
        subject,
        expected,
        judgeToken: (failure) => judgeMicrosoft(failure, lifeIsOver),
        judgeMailbox: judgeGraph,
      },
      { ...surroundings, tokens },
    );

  return {
    async app(app, target, secret) {
      // One token opens all mailboxes: which one is in the question.
      const ask = async (token: AccessToken) => {
        const path = `/v1.0/users/${encodeURIComponent(target.expected)}/mailboxSettings/userPurpose`;
        const purpose = await microsoft.graph(path, token);
        return purpose.ok ? success({ names: [target.expected] }) : purpose;
      };
      const { result, token } = await run(
        { tokenKey: app.key, acquire: () => microsoft.appToken(app), ask },
        target,
      );
      if (result.health !== "active" || token === undefined || secret === undefined) return result;
      const asked =
        ends.get(app.key) ??
        limit(() => endOfSecret(microsoft, { clientId: app.clientId, secret, token, now: now() }));
      ends.set(app.key, asked);
      const end = await asked;
      return end === undefined ? { ...result, reason: END_UNKNOWN } : { ...result, expiresAt: toIso(end) };
    },

    async signIn(app, refreshToken, wantedScope, target) {
      const scope = wantedScope ?? `${microsoft.graphResource}/MailboxSettings.Read`;
      const isForGraph = scope.startsWith(`${microsoft.graphResource}/`);
      const acquire = () => microsoft.refreshedToken(app, refreshToken, scope);
      // A token for another service names the person, and opens nothing here.
      const ask = async (token: MicrosoftToken) =>
        isForGraph ? askOwner(microsoft, token, target.expected) : success({ names: token.names });
      return (await run({ tokenKey: tokenKey(app.key, refreshToken, scope), acquire, ask }, target)).result;
    },
  };
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
  if (token.names.some((name) => name.toLowerCase() === expected.toLowerCase()))
    return success({ names: token.names });
  const me = await microsoft.graph("/v1.0/me?$select=mail,userPrincipalName,proxyAddresses", token);
  if (!me.ok) return success({ names: token.names });
  const { mail, userPrincipalName, proxyAddresses } = me.value;
  const listed: unknown[] = Array.isArray(proxyAddresses) ? proxyAddresses : [];
  const names = [...token.names, mail, userPrincipalName, ...listed].filter(
    (name) => typeof name === "string",
  );
  return success({ names: names.map((name) => name.replace(/^smtp:/iu, "")) });
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
    const end = typeof endDateTime === "string" ? toTime(endDateTime) : undefined;
    // One that has ended can't be the one that has just worked.
    return hint === secret.slice(0, HINT_CHARACTERS) && end !== undefined && end > now ? [end] : [];
  });
  return ends.length === 0 ? undefined : Math.min(...ends);
}
