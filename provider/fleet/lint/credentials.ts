import type { Credential } from "../../../schema/credential";
import type { Fleet } from "../../../schema/fleet/fleet";
import type { Finding } from "./finding";

/** What lasts where these methods end, by provider. */
const LASTING: Partial<Record<Credential["method"], Readonly<Record<"google" | "microsoft", string>>>> = {
  refreshToken: {
    google: "serviceAccount, where the mailbox belongs to a Google Workspace",
    microsoft: "certificate, whose end you set yourself",
  },
  clientSecret: { google: "serviceAccount", microsoft: "certificate, whose end you set yourself" },
};

/** VCC can't route the mail of a mailbox whose credential has ended. Source: lasting ones are advised, documented. */
export function expiringCredentials({ inboxes = {} }: Fleet): Finding[] {
  return Object.entries(inboxes).flatMap(([name, { credential }]) => {
    if (credential === undefined || !("provider" in credential)) return [];
    const lasting = LASTING[credential.method]?.[credential.provider];
    if (lasting === undefined) return [];
    return {
      rule: "expiring-credential",
      path: ["inboxes", name, "credential", "method"],
      message:
        `a credential that lasts where VCC holds it, got ${credential.method}, which ends: ` +
        `VCC then stops routing the mail. Use ${lasting}.`,
      entries: [{ section: "inboxes", name }],
    };
  });
}
