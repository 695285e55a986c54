import type { Credential } from "../../schema/credential";
import type { Credentials } from "../core/ports";
import { fingerprintOf } from "./fingerprint";
import type { CredentialMethod } from "./method";
import type { SecretSources } from "./references";
import { serviceAccount } from "./service-account";

type GrantedCredential = Exclude<Credential, { method: "interactive" }>;

const METHODS: { readonly [C in GrantedCredential as C["method"]]: CredentialMethod<C> } = { serviceAccount };

/** Reads credential material from the given sources, when and where it is needed. */
export function createCredentials(sources: SecretSources): Credentials {
  const fingerprint: Credentials["fingerprint"] = (credential, mailbox) => {
    if (credential.method === "interactive") return undefined;
    const material = METHODS[credential.method].material(sources, credential);
    return material && fingerprintOf(mailbox, credential.method, material);
  };
  return {
    fingerprint,
    async grant(credential, mailbox) {
      const grant = await METHODS[credential.method].grant(sources, credential, mailbox);
      const print = fingerprint(credential, mailbox);
      return print === undefined ? grant : { ...grant, fingerprint: print };
    },
  };
}
