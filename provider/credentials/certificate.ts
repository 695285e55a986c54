import type { CertificateCredential } from "../../schema/credential";
import type { CredentialMethod } from "./method";
import { certificateLife, type KeyPair, parseCertificate, parseKeyPair, parsePrivateKey } from "./pem";
import { findSecret, requireSecret, type SecretSources } from "./references";
import { tokenKey } from "./token-key";

/** A Microsoft app with a certificate, whose end is written in it. */
export const certificate: CredentialMethod<CertificateCredential> = {
  holding: () => "copy",

  secrets: ({ privateKey }) => [privateKey],

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
    const { privateKey } = pair;
    return {
      provider: "microsoft",
      method: "certificate",
      tenantId,
      clientId,
      certificate: pair.certificate,
      privateKey,
    };
  },

  life(sources, credential) {
    const text = findSecret(sources, credential.certificate);
    const keyText = findSecret(sources, credential.privateKey);
    const parsed = text && parseCertificate(text, keyText && parsePrivateKey(keyText));
    return parsed ? certificateLife(parsed) : {};
  },

  async probe({ sources, microsoft, now }, credential, mailbox) {
    const { tenantId, clientId, account } = credential;
    const pair = requirePair(sources, credential, mailbox);
    const { end = Number.POSITIVE_INFINITY } = certificate.life(sources, credential);
    return microsoft.app(
      {
        key: tokenKey("certificate", tenantId, clientId, pair.thumbprintSha256, pair.privateKey),
        tenantId,
        clientId,
        proof: { certificate: pair },
      },
      {
        subject: { mailbox, app: clientId, byPerson: false },
        expected: account ?? mailbox,
        lifeIsOver: now() > end,
      },
      { scope: credential.probeScope },
    );
  },
};

function requirePair(sources: SecretSources, credential: CertificateCredential, mailbox: string): KeyPair {
  return parseKeyPair(
    requireSecret(sources, credential.certificate, `The certificate of ${mailbox}`),
    requireSecret(sources, credential.privateKey, `The private key of ${mailbox}`),
    mailbox,
  );
}
