/** Codes of a certificate that this side refuses, so nothing was sent. Alerts of the other side (`ERR_SSL_…`) may come later. */
const CERTIFICATE_CODE =
  /^(?!ERR_SSL_).*CERT|^(?:UNABLE_TO_VERIFY_.*|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH_EXCEEDED)$/u;

/** Description of a certificate that isn't trusted. */
export interface Distrust {
  /** What is wrong, as what follows on the name of a host. */
  readonly what: string;
  /** The next step. */
  readonly hint: string;
}

const UNTRUSTED: Distrust = {
  what: "has no trusted certificate",
  hint: "Where a company's own certificate authority signs it, name that in NODE_EXTRA_CA_CERTS.",
};
const EXPIRED: Distrust = {
  what: "has a certificate that has expired",
  hint: "Whoever runs that host has to renew it; check this machine's clock, too.",
};
const NOT_YET_VALID: Distrust = {
  what: "has a certificate that isn't valid yet",
  hint: "Check this machine's clock.",
};
const OTHER_HOST: Distrust = {
  what: "has a certificate for another host name",
  hint: "Check the address; where it is right, something on the way answers in its place, such as a proxy or a portal to sign in to.",
};

const BY_CODE: ReadonlyMap<string, Distrust> = new Map([
  ["CERT_HAS_EXPIRED", EXPIRED],
  ["CERT_NOT_YET_VALID", NOT_YET_VALID],
  ["ERR_TLS_CERT_ALTNAME_INVALID", OTHER_HOST],
  ["HOSTNAME_MISMATCH", OTHER_HOST],
]);

/** Description of the certificate that a code of Node's is about; undefined where it's about something else. */
export function distrustOf(code: string): Distrust | undefined {
  return BY_CODE.get(code) ?? (CERTIFICATE_CODE.test(code) ? UNTRUSTED : undefined);
}
