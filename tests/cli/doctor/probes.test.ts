import { createCertificate } from "../../support/certificates";
import {
  CLIENT,
  serviceAccountKey,
  TENANT,
  CLIENT_SECRET as SECRET,
  SERVICE_ACCOUNT,
} from "../../support/identities";
import { client, useGoogle, useMicrosoft } from "../../support/identity/identity-server";
import { doctor, useDoctorFixture, report } from "../../support/doctor-fixture";

const DAY_MS = 86_400_000;
const CERTIFICATE_CLIENT = "99999999-8888-7777-6666-000000000000";
const HEALTHY_CLIENT = "99999999-8888-7777-6666-111111111111";
const MAILBOXES = Array.from({ length: 40 }, (_, index) => `inbox-${index}@example.com`);
const key = serviceAccountKey();
const app = { provider: "microsoft", tenantId: TENANT } as const;
const clientSecret = {
  ...app,
  method: "clientSecret",
  clientId: CLIENT,
  clientSecret: "env:SECRET",
} as const;

const ended = { client_secret: SECRET, client_secret_expires_at: 1_600_000_000 };
const google = useGoogle({ serviceAccounts: [key.account] });
const microsoft = useMicrosoft({
  clients: [
    client(CLIENT, "client_secret_post", ended),
    client(HEALTHY_CLIENT, "client_secret_post", { client_secret: SECRET }),
  ],
});
const fixture = useDoctorFixture();
beforeEach(async () => {
  Object.assign(fixture.environment, {
    KEY: key.file,
    SECRET,
    ...google.environment,
    ...microsoft.environment,
  });
  await google.takeRequests();
});

const stored = (emailAddress: string, credential: object) => ({
  name: emailAddress.split("@")[0] ?? "",
  emailAddress,
  credential,
});

test("mailboxes are tried side by side, under the provider's limit", async () => {
  for (const mailbox of MAILBOXES) await fixture.address(mailbox, SERVICE_ACCOUNT);
  fixture.stack(MAILBOXES.map((mailbox) => stored(mailbox, SERVICE_ACCOUNT)));
  fixture.environment["VCC_CONCURRENT_PROBES"] = "5";
  await google.faults({ path: "/gmail", delayMs: 50 });
  const { mailboxes, exitCode } = await report(fixture);
  await google.faults();
  expect({ exitCode, active: mailboxes.filter(({ health }) => health === "active").length }).toEqual({
    exitCode: 0,
    active: MAILBOXES.length,
  });
  const { most } = await google.takeRequests();
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(5);
}, 30_000);

test("what hits a whole app is told once, with all its mailboxes", async () => {
  const hit = MAILBOXES.slice(0, 3);
  for (const mailbox of hit) await fixture.address(mailbox, clientSecret);
  fixture.stack(hit.map((mailbox) => stored(mailbox, clientSecret)));
  const { exitCode, text } = await doctor(fixture);
  expect(exitCode).toBe(2);
  expect(
    text.match(/^inbox-\d@example\.com {2}Active {2}expired {2}- {10}microsoft clientSecret {2}\[\d\]$/gmu),
  ).toHaveLength(3);
  expect(text.match(/AADSTS7000222/gu)).toHaveLength(1);
});

test("mailboxes that don't answer each have their reason, and leave the others known", async () => {
  const credential = { ...clientSecret, clientId: HEALTHY_CLIENT };
  for (const mailbox of MAILBOXES) await fixture.address(mailbox, credential);
  fixture.stack(MAILBOXES.map((mailbox) => stored(mailbox, credential)));
  fixture.environment["VCC_PROBE_TIMEOUT_SECONDS"] = "1";
  const isHung = (mailbox: string) => /^inbox-[12]/u.test(mailbox);
  await microsoft.faults(...["1", "2"].map((digit) => ({ path: `/users/inbox-${digit}`, delayMs: 30_000 })));
  const { mailboxes, exitCode } = await report(fixture);
  await microsoft.faults();
  const found = mailboxes.map(({ mailbox, level, reason }) => ({ mailbox, level, reason }));
  expect(found.filter(({ mailbox }) => !isHung(mailbox)).map(({ level }) => level)).toEqual(
    Array(18).fill("fine"),
  );
  for (const line of found.filter(({ mailbox }) => isHung(mailbox)))
    expect(line).toMatchObject({
      level: "unknown",
      reason: expect.stringContaining("gave no answer in time"),
    });
  expect(exitCode).toBe(5);
});

test.each([
  { days: 12, health: "expiring", exitCode: 3, daysLeft: 11 },
  { days: 200, health: "active", exitCode: 0, daysLeft: 199 },
])("a certificate tells that it ends in $daysLeft days", async ({ days, health, exitCode, daysLeft }) => {
  const now = Date.parse("2026-11-23T08:00:00Z");
  const pair = createCertificate(new Date(now - 300 * DAY_MS), new Date(now + days * DAY_MS - 1_000));
  Object.assign(fixture.environment, { CERTIFICATE: pair.certificate, CERTIFICATE_KEY: pair.privateKey });
  const credential = {
    ...app,
    method: "certificate",
    clientId: CERTIFICATE_CLIENT,
    certificate: "env:CERTIFICATE",
    privateKey: "env:CERTIFICATE_KEY",
    probe: false,
  } as const;
  const [mailbox = ""] = MAILBOXES;
  await fixture.address(mailbox, credential);
  fixture.stack([stored(mailbox, credential)]);
  const { mailboxes, exitCode: code } = await report(fixture);
  expect(mailboxes).toMatchObject([{ health, daysLeft }]);
  expect(code).toBe(exitCode);
});
