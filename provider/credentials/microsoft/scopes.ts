import type { MicrosoftClient } from "./client";

type Scopes = readonly [string, string];
type Resources = Pick<MicrosoftClient, "graphResource" | "exchangeResource">;

/** Permissions of Graph to read and answer a mailbox. Source: assumed, because VCC doesn't say what it asks for. */
export const MAIL_PERMISSIONS = ["Mail.ReadWrite", "Mail.Send"];
/** Permission of Graph that tells whose mailbox it is; it can't be had later of a sign-in that didn't include it. */
export const PROBE_PERMISSION = "MailboxSettings.Read";

/** Scope of all that an app by itself may do at a service. */
export function ofAllRoles(resource: string): string {
  return `${resource}/.default`;
}

/** Scopes that a probe of a person's token asks for: Graph's, which tells of the mailbox, then Exchange's. */
export function personProbeScopes({ graphResource, exchangeResource }: Resources): Scopes {
  return [`${graphResource}/${PROBE_PERMISSION}`, `${exchangeResource}/IMAP.AccessAsUser.All`];
}

/** Scopes that a probe of an app asks for: Graph's, which tells of the mailbox, then Exchange's, which IMAP takes. */
export function appProbeScopes({ graphResource, exchangeResource }: Resources): Scopes {
  return [ofAllRoles(graphResource), ofAllRoles(exchangeResource)];
}
