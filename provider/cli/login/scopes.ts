import { ConfigError } from "../../errors";

const GOOGLE_SCOPES = "https://www.googleapis.com/auth/";
/** What reading and answering a mailbox takes. Source: assumed, as VCC doesn't say what it asks for. */
const GOOGLE_MAIL = ["https://mail.google.com/"];
const MICROSOFT_MAIL = ["Mail.ReadWrite", "Mail.Send"];
/** What the probe asks for; it can't be had later of a sign-in that didn't include it. */
const MICROSOFT_PROBE = "MailboxSettings.Read";

/** What a sign-in asks for, each in full. */
export function googleScopes(asked: readonly string[] | undefined): readonly string[] {
  return (asked ?? GOOGLE_MAIL).map((scope) => (scope.includes("://") ? scope : GOOGLE_SCOPES + scope));
}

export interface MicrosoftScopes {
  readonly scopes: readonly string[];
  /** For the credential, where the sign-in isn't for Graph. */
  readonly probeScope?: string;
}

/**
 * The same at Microsoft, where short names are Graph's. Error: a `ConfigError` for scopes of several services, as one
 * token opens one.
 */
export function microsoftScopes(asked: readonly string[] | undefined, graph: string): MicrosoftScopes {
  const scopes = (asked ?? MICROSOFT_MAIL).map((scope) =>
    scope.includes("://") ? scope : `${graph}/${scope}`,
  );
  const services = [...new Set(scopes.map(serviceOf))];
  if (services.length > 1) {
    throw new ConfigError(
      "VCC_ARGUMENT_INVALID",
      `--scope: scopes of one service, as one token opens one, got ${services.join(" and ")}.`,
    );
  }
  if (services[0] === graph) return { scopes: [...new Set([...scopes, `${graph}/${MICROSOFT_PROBE}`])] };
  return { scopes, ...(scopes[0] !== undefined && { probeScope: scopes[0] }) };
}

/** What was asked for and not granted. Providers spell scopes without case, and Microsoft leaves Graph's name out. */
export function missingScopes(
  asked: readonly string[],
  granted: readonly string[],
  graph: string,
): readonly string[] {
  const plain = (scope: string) => scope.replace(`${graph}/`, "").replace(/\/$/u, "").toLowerCase();
  const known = new Set(granted.map(plain));
  return asked.filter((scope) => !known.has(plain(scope)));
}

function serviceOf(scope: string): string {
  return scope.slice(0, scope.lastIndexOf("/"));
}
