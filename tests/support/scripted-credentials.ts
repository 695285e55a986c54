import { createHash } from "node:crypto";
import type { Credentials, ProbeResult } from "../../provider/ports";
import type { Credential } from "../../schema/credential/credential";

/** Material from a map; a live credential is one that nothing else was scripted for. */
export function scriptedCredentials(
  material: ReadonlyMap<string, string>,
  probes: ReadonlyMap<string, ProbeResult>,
): Credentials {
  const find = (credential: Credential) => {
    if ("key" in credential) return material.get(credential.key);
    return "refreshToken" in credential ? material.get(credential.refreshToken) : undefined;
  };
  const endOf = (credential: Credential) =>
    "keyExpiresAt" in credential ? credential.keyExpiresAt : undefined;
  const fingerprintOf = (credential: Credential, mailbox: string) => {
    const text = find(credential);
    return text && `sha256:${createHash("sha256").update(`${mailbox} ${text}`).digest("hex")}`;
  };
  return {
    fingerprint: fingerprintOf,
    grant(credential, mailbox) {
      const fingerprint = fingerprintOf(credential, mailbox);
      return Promise.resolve({
        provider: "google",
        method: "serviceAccount",
        serviceAccountKey: { client_email: "inboxes@example.com", private_key: find(credential) ?? "" },
        subject: mailbox,
        ...(fingerprint && { fingerprint }),
      });
    },
    probe: (credential, mailbox) => {
      const end = endOf(credential);
      const works = { health: "active", mailbox, ...(end !== undefined && { expiresAt: end }) } as const;
      return Promise.resolve(probes.get(mailbox) ?? works);
    },
    expiresAt: endOf,
    holding: ({ provider, method }) =>
      method === "federated" || method === "workloadIdentity"
        ? "identifiers"
        : method === "refreshToken" && provider === "microsoft"
          ? "renewed"
          : "copy",
    warningDays: () => 30,
    warnings: () => [],
    problems: () => [],
  };
}
