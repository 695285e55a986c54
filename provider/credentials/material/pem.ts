import { createPrivateKey, X509Certificate } from "node:crypto";
import { fromGmt } from "../../values/gmt";
import { rememberSecret } from "../../text/redact";
import { ConfigError } from "../../errors";

/** A certificate with its key, both readable and belonging together. */
export interface KeyPair {
  /** The certificate of the key, without those of authorities, as PEM. */
  readonly certificate: string;
  /** PKCS#8 PEM, whatever the form it was stored in. */
  readonly privateKey: string;
  /** SHA-256 of the certificate, hexadecimal without separators: what Microsoft knows it by. */
  readonly thumbprintSha256: string;
}

/**
 * The certificate in a PEM text, which may hold a key and the certificates of authorities too, in any order: the one that
 * belongs to the key where that is known, else the first that is no authority's. Undefined where there is none.
 */
export function parseCertificate(text: string, privateKey?: string): X509Certificate | undefined {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]{1,65536}-----END CERTIFICATE-----/gu) ?? [];
  const certificates = blocks.flatMap(readCertificate);
  const key = privateKey === undefined ? undefined : createPrivateKey(privateKey);
  const own = key && certificates.find((certificate) => certificate.checkPrivateKey(key));
  return own ?? certificates.find(({ ca }) => !ca) ?? certificates[0];
}

function readCertificate(block: string): X509Certificate[] {
  try {
    return [new X509Certificate(block)];
  } catch {
    // OpenSSL's message says nothing that helps a person.
    return [];
  }
}

/** Validity period of a certificate, in ms since 1970. */
export function certificateValidity(certificate: X509Certificate): {
  readonly start: number;
  readonly end: number;
} {
  const { validFrom, validTo } = certificate;
  return { start: fromGmt(validFrom) ?? Number.NaN, end: fromGmt(validTo) ?? Number.NaN };
}

/** The key in a PEM text as PKCS#8 PEM; undefined where there is none, or one that needs a passphrase. */
export function parsePrivateKey(text: string): string | undefined {
  const block =
    /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----)[\s\S]){1,65536}-----END [A-Z ]{0,40}PRIVATE KEY-----/u.exec(
      text,
    )?.[0];
  if (block === undefined) return undefined;
  try {
    const key = createPrivateKey(block).export({ type: "pkcs8", format: "pem" }).toString();
    rememberSecret(key.trim());
    return key;
  } catch {
    // The cause may quote the key.
    return undefined;
  }
}

/** Error: `ConfigError` that says which of both is unusable, or that they don't belong together. */
export function parseKeyPair(certificateText: string, keyText: string, owner: string): KeyPair {
  const privateKey = parsePrivateKey(keyText);
  const certificate = parseCertificate(certificateText, privateKey);
  if (certificate === undefined) {
    throw invalid(`The certificate of ${owner} is not PEM`, "It starts with -----BEGIN CERTIFICATE-----.");
  }
  if (privateKey === undefined) {
    throw invalid(
      `The private key of ${owner} is not a PEM key without passphrase`,
      "It starts with -----BEGIN PRIVATE KEY-----; openssl pkey takes a passphrase off.",
    );
  }
  if (!certificate.checkPrivateKey(createPrivateKey(privateKey))) {
    throw invalid(
      `The private key of ${owner} belongs to another certificate`,
      "Store the pair that was made together.",
    );
  }
  return {
    certificate: certificate.toString(),
    privateKey,
    thumbprintSha256: certificate.fingerprint256.replaceAll(":", ""),
  };
}

function invalid(what: string, hint: string): ConfigError {
  return new ConfigError("VCC_SECRET_INVALID", `${what}.`, { hint });
}
