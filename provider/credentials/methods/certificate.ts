import type { CertificateCredential } from "../../../schema/credential/methods";
import { certificateValidity, type KeyPair, parseCertificate } from "../material/pem";
import { parseKeyPair, parsePrivateKey } from "../material/pem";
import { findSecret, requireSecret, type SecretSources } from "../material/references";
import { hasEnded } from "../material/validity";
import { probeApp } from "../microsoft/probe";
import { tokenKey } from "../probe/token-cache";
import type { CredentialMethod } from "./credential-method";

/** A Microsoft app with a certificate, whose end is written in it. */
export const certificate: CredentialMethod<CertificateCredential> = {
  holding: "copy",

  material(sources, credential) {
    const certificateText = findSecret(sources, credential.certificate);
    const keyText = findSecret(sources, credential.privateKey);
    if (certificateText === undefined || keyText === undefined) return undefined;
    const privateKey = parsePrivateKey(keyText);
    const thumbprint =
      parseCertificate(certificateText, privateKey)?.fingerprint256 ?? certificateText.trim();
    return [credential.tenantId, credential.clientId, thumbprint, privateKey ?? keyText.trim()];
  },

  grant(sources, credential, mailbox) {
    const pair = requirePair(sources, credential, mailbox);
    const { tenantId, clientId } = credential;
    return {
      provider: "microsoft",
      method: "certificate",
      tenantId,
      clientId,
      certificate: pair.certificate,
      privateKey: pair.privateKey,
    };
  },

  validity(sources, credential) {
    const text = findSecret(sources, credential.certificate);
    const keyText = findSecret(sources, credential.privateKey);
    const parsed = text && parseCertificate(text, keyText && parsePrivateKey(keyText));
    return parsed ? certificateValidity(parsed) : {};
  },

  async probe({ sources, microsoft, now }, credential, mailbox) {
    const { tenantId, clientId } = credential;
    const pair = requirePair(sources, credential, mailbox);
    const key = tokenKey("certificate", tenantId, clientId, pair.thumbprintSha256, pair.privateKey);
    return probeApp(microsoft, {
      app: { key, tenantId, clientId, proof: { certificate: pair } },
      mailbox,
      credential,
      hasEnded: hasEnded(certificate.validity(sources, credential), now()),
    });
  },
};

function requirePair(sources: SecretSources, credential: CertificateCredential, mailbox: string): KeyPair {
  return parseKeyPair(
    requireSecret(sources, credential.certificate, `The certificate of ${mailbox}`),
    requireSecret(sources, credential.privateKey, `The private key of ${mailbox}`),
    mailbox,
  );
}
