import { rememberGrantSecrets } from "../../provider/kinds/email-address/grant-secrets";
import { redact, REDACTED } from "../../provider/text/redact";

test.each([
  {
    rule: "a service account's key",
    grant: {
      provider: "google",
      method: "serviceAccount",
      subject: "support@example.com",
      serviceAccountKey: {
        client_email: "robot@example.com",
        private_key: "the-private-key-1",
        type: "service_account",
      },
    },
    hidden: ["the-private-key-1"],
    shown: ["support@example.com", "robot@example.com", "service_account"],
  },
  {
    rule: "a client secret",
    grant: {
      provider: "microsoft",
      tenantId: "tenant-1",
      clientId: "client-1",
      clientSecret: "the-client-secret-1",
    },
    hidden: ["the-client-secret-1"],
    shown: ["microsoft", "tenant-1", "client-1"],
  },
  {
    rule: "a refresh token and an assertion",
    grant: {
      refreshToken: "the-refresh-token-1",
      assertion: "the-assertion-1",
      fingerprint: "sha256:abcdef",
    },
    hidden: ["the-refresh-token-1", "the-assertion-1"],
    shown: ["sha256:abcdef"],
  },
  {
    rule: "what an external account sends along",
    grant: {
      externalAccount: {
        audience: "//iam.googleapis.com/pool",
        token_url: "https://sts.googleapis.com/v1/token",
        credential_source: { headers: { "X-Key": "the-header-key-1" }, format: { type: "json" } },
      },
    },
    hidden: ["the-header-key-1"],
    shown: ["//iam.googleapis.com/pool", "https://sts.googleapis.com/v1/token", "json"],
  },
  {
    rule: "a field that a later version adds",
    grant: { newField: "what-it-holds-1" },
    hidden: ["what-it-holds-1"],
    shown: [],
  },
])("$rule is hidden, and what is public stays readable", ({ grant, hidden, shown }) => {
  rememberGrantSecrets(grant);
  for (const text of hidden) expect(redact(text)).toBe(REDACTED);
  for (const text of shown) expect(redact(text)).toBe(text);
});
