import { lastingInstead } from "../../../schema/credential/credential";
import type { Fleet } from "../../../schema/fleet/fleet";
import type { Finding } from "./finding";

/** VCC can't route the mail of a mailbox whose credential has ended. Source: lasting ones are advised, documented. */
export function expiringCredentials({ inboxes = {} }: Fleet): Finding[] {
  return Object.entries(inboxes).flatMap(([name, { credential }]) => {
    if (credential === undefined) return [];
    const lasting = lastingInstead(credential);
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
