import type { Scenario } from "../scenario";
import { address, CREDENTIAL, program, programOf, signature } from "./programs";

const appSecret = (end: string) =>
  'credential: { provider: "microsoft", method: "clientSecret", tenantId: "contoso.onmicrosoft.com", ' +
  `clientId: "99999999-8888-7777-6666-555555555555", clientSecret: "env:APP_SECRET", ${end} probe: false }`;
const SUPPORT = 'emailAddress: "support@example.com", name: "Support"';
const HOSTILE_SIGNATURE =
  "'<p>Kind regards,<br>Support</p><script>steal()</script>" +
  '<img src="https://tracker.example/logo.png" alt="Logo" width="120">' +
  '<img src="https://tracker.example/open?id=1" width="1" height="1">' +
  "'";
const signed = (html: string) => program(address("support"), signature("support", html));

/** Sign-ins of VCC to mailboxes, and what people read under its replies. */
export const CREDENTIALS: readonly Scenario[] = [
  {
    name: "credential-rotated",
    before: program(`new EmailAddress("support", { ${SUPPORT}, ${appSecret("")} });`),
    environment: { APP_SECRET: "made-up-secret-before" },
    environmentAfter: { APP_SECRET: "made-up-secret-after" },
  },
  {
    name: "credential-removed",
    before: program(address("support")),
    after: program(`new EmailAddress("support", { ${SUPPORT} });`),
  },
  {
    name: "credential-ends",
    before: programOf(({ day }) => [
      `new EmailAddress("support", { ${SUPPORT}, ${appSecret(`clientSecretExpiresAt: "${day(20)}",`)} });`,
      address("sales"),
    ]),
    after: programOf(({ day }) => [
      `new EmailAddress("support", { ${SUPPORT}, description: "Changed", ${appSecret(`clientSecretExpiresAt: "${day(20)}",`)} });`,
      'new EmailAddress("sales", { emailAddress: "sales@example.com", name: "Sales", ' +
        `${CREDENTIAL.replace(" }", `, keyExpiresAt: "${day(10)}" }`)} });`,
    ]),
    environment: { APP_SECRET: "made-up-secret" },
  },
  {
    name: "signature-changed",
    before: signed('"<p>Kind regards,<br>Support</p>"'),
    after: signed(HOSTILE_SIGNATURE),
  },
  {
    name: "signature-removed",
    before: signed('"<p>Kind regards,<br>Support</p>"'),
    after: program(address("support")),
  },
  {
    name: "secret-values",
    secrets: { motto: "made-up-motto" },
    before: program(
      address("support", 'description: "Open to all"'),
      signature("support", 'pulumi.interpolate`<p>${new pulumi.Config().requireSecret("motto")}</p>`'),
    ),
    after: program(
      address("support", 'description: pulumi.secret("Known to few")'),
      signature("support", 'pulumi.interpolate`<p>${new pulumi.Config().requireSecret("motto")}!</p>`'),
    ),
  },
  {
    name: "debug-secret",
    isComplete: true,
    before: program(address("support", 'description: "Open to all"')),
    after: program(
      'const made = pulumi.secret("made-up-secret-7f3a");',
      address("support", "description: made, dataSources: { word: made }"),
    ),
  },
];
