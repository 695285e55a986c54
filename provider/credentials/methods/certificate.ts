import type { CertificateCredential } from "../../../schema/credential/methods";
import { certificateValidity, parseCertificate, parseKeyPair, parsePrivateKey } from "../material/pem";
import { findSecret, requireSecret, type SecretSources } from "../material/references";
import { toApp } from "../microsoft/client";
import { probeApp } from "../microsoft/probe";
import type { CredentialMethod } from "./credential-method";

/** A Microsoft app with a certificate, whose end is written in it. */
export const certificate: CredentialMethod<CertificateCredential> = {
  holding: "copy",

  material(sources, credential) {
    const certificateText = findSecret(sources, credential.certificate);
    const keyText = findSecret(sources, credential.privateKey);
    if (certificateText === undefined || keyText === undefined) return undefined;
    const privateKey = parsePrivateKey(keyText);
    const thumbprint = parseCertificate(certificateText, privateKey)?.fingerprint256 ?? certificateText;
    return [credential.tenantId, credential.clientId, thumbprint, privateKey ?? keyText];
  },

  grant(sources, credential, { mailbox }) {
    const { provider, method, tenantId, clientId } = credential;
    const { certificate: pem, privateKey } = requirePair(sources, credential, mailbox);
    return { provider, method, tenantId, clientId, certificate: pem, privateKey };
  },

  validity(sources, credential) {
    const text = findSecret(sources, credential.certificate);
    const keyText = findSecret(sources, credential.privateKey);
    const parsed = text && parseCertificate(text, keyText && parsePrivateKey(keyText));
    return parsed ? certificateValidity(parsed) : {};
  },

  async probe({ sources, microsoft }, credential, trial) {
    const pair = requirePair(sources, credential, trial.mailbox);
    const app = toApp(credential, { certificate: pair }, pair.thumbprintSha256, pair.privateKey);
    return probeApp(microsoft, app, trial, credential.probeScope);
  },
};

function requirePair(sources: SecretSources, credential: CertificateCredential, mailbox: string) {
  return parseKeyPair(
    requireSecret(sources, credential.certificate, `The certificate of ${mailbox}`),
    requireSecret(sources, credential.privateKey, `The private key of ${mailbox}`),
    mailbox,
  );
}
