import { toFailure } from "../../provider/client/failure";

const connecting = (code: string): object => ({ code, syscall: "connect" });
const SENT = { kind: "network", sent: true };
const NOT_SENT = { kind: "network", sent: false };
const UNTRUSTED = { kind: "network", sent: false, permanent: true };

test.each([
  { rule: "a refused connection", code: "ECONNREFUSED", expected: NOT_SENT },
  { rule: "a name that doesn't resolve", code: "ENOTFOUND", expected: NOT_SENT },
  { rule: "a resolver that is down", code: "EAI_AGAIN", expected: NOT_SENT },
  { rule: "connecting timed out", code: "ETIMEDOUT", cause: connecting("ETIMEDOUT"), expected: NOT_SENT },
  {
    rule: "no route while connecting",
    code: "EHOSTUNREACH",
    cause: connecting("EHOSTUNREACH"),
    expected: NOT_SENT,
  },
  {
    rule: "none of a host's addresses takes the connection",
    code: "ETIMEDOUT",
    cause: { errors: [connecting("ETIMEDOUT"), connecting("ENETUNREACH")] },
    expected: NOT_SENT,
  },
  { rule: "no route later on", code: "EHOSTUNREACH", cause: { syscall: "read" }, expected: SENT },
  { rule: "a reset connection", code: "ECONNRESET", cause: { syscall: "read" }, expected: SENT },
  { rule: "a broken pipe", code: "EPIPE", cause: { syscall: "write" }, expected: SENT },
  { rule: "a failure without a code", code: undefined, expected: SENT },
  { rule: "the end of the attempt's time", code: "ERR_CANCELED", expected: { kind: "timeout" } },
  { rule: "a self-signed certificate", code: "DEPTH_ZERO_SELF_SIGNED_CERT", expected: UNTRUSTED },
  { rule: "an unknown authority", code: "UNABLE_TO_GET_ISSUER_CERT_LOCALLY", expected: UNTRUSTED },
  { rule: "an unverified certificate", code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", expected: UNTRUSTED },
  { rule: "an expired certificate", code: "CERT_HAS_EXPIRED", expected: UNTRUSTED },
  { rule: "another host's certificate", code: "ERR_TLS_CERT_ALTNAME_INVALID", expected: UNTRUSTED },
  {
    rule: "an alert of the other side, which may come after the request",
    code: "ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED",
    expected: SENT,
  },
])("$rule", async ({ code, cause, expected }) => {
  const { AxiosError } = await import("axios");
  const error = new AxiosError("text that is not read", code);
  if (cause !== undefined) Object.assign(error, { cause });
  expect(toFailure(error, 0)).toEqual(expected);
});
