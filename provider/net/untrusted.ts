/** A certificate that this side refuses, so nothing was sent. Alerts of the other side (`ERR_SSL_…`) may come later. */
const CERTIFICATE_CODE = /^(?!ERR_SSL_).*CERT|^UNABLE_TO_VERIFY_/u;

/** True if a code of Node's means that a certificate isn't trusted. */
export function isUntrusted(code: string): boolean {
  return CERTIFICATE_CODE.test(code);
}

export const TRUST_HINT =
  "Where a company's own certificate authority signs it, name that in NODE_EXTRA_CA_CERTS.";
