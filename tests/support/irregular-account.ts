import type { Simulator } from "../../provider/simulator/index";

export const SALES_PLAN = "11111111-2222-4333-8444-555555555555";
export const OTHER_SALES_PLAN = "11111111-2222-4333-8444-666666666666";
export const IRREGULAR_PLANS = [
  "Customer support",
  "Quality testing",
  { id: SALES_PLAN, name: "Sales" },
  { id: OTHER_SALES_PLAN, name: "Sales" },
] as const;

const MAILBOXES = [
  "support@example.com",
  "Sales@Example.com",
  "sales@example.org",
  "care+vip@example.com",
  "care.vip@example.com",
  "o'hara@example.com",
  "1800@example.com",
  "returns@example.com",
  "billing@example.com",
] as const;

const BRAND = (address: string): string =>
  `<table  cellpadding='0' border=0>\n  <tr><td style="color:#333; ">Example  Ltd &middot; <a href=mailto:${address}>${address}</a></td></tr>\n</table>`;

/** An account as somebody has clicked it together for years: everything that an export has to cope with. */
export function fillIrregularAccount(simulator: Simulator): void {
  makeProfiles(simulator);
  makeAddresses(simulator);
  makeSignatures(simulator);
  makeMappings(simulator);
}

function makeProfiles(simulator: Simulator): void {
  simulator.create("profile", {
    name: "Kundenbetreuung (Süd) \u{1F4EC}",
    description: "Shared by many",
    settings: { maxOpenEmails: 3, autoReply: true, "greeting ${name}": "${not a variable}" },
  });
  simulator.create("profile", { name: "sales" });
  simulator.create("profile", { name: "Nobody's" });
}

function makeAddresses(simulator: Simulator): void {
  const [care, sales] = simulator.state().profiles;
  for (const [index, emailAddress] of MAILBOXES.entries()) {
    simulator.create("address", {
      emailAddress,
      name: index === 0 ? "Équipe français: 日本語 \u{1F600}" : `Inbound ${index}`,
      description: index % 2 === 0 ? "" : 'Said: "hello"\nand ${more}',
      serviceNameForReports: (["reportingGroup", "interactionPlanName", "destinationName"] as const)[
        index % 3
      ],
      dataSources:
        index % 3 === 0
          ? []
          : [
              { name: "true", value: "007" },
              { name: "flow", value: "" },
            ],
      ...(index < 4 && { profileId: care?.id }),
      ...(index === 4 && { profileId: sales?.id }),
    });
  }
  signThemIn(simulator);
}

const ACTIVE = { status: "Active", reason: null, authenticatedAt: "2026-11-01T08:00:00Z", expiresAt: null };

/** Every way to be signed in, or not. */
function signThemIn(simulator: Simulator): void {
  const granted = (mailbox: string, provider: string, method: string, more: object = {}): void => {
    const fingerprint = `sha256:${Buffer.from(mailbox).toString("hex").padEnd(32, "0").slice(0, 32)}`;
    const authentication = { ...ACTIVE, provider, method, fingerprint, ...more };
    simulator.overwrite("address", mailbox, { authentication });
  };
  granted("support@example.com", "google", "serviceAccount");
  granted("Sales@Example.com", "microsoft", "clientSecret", { expiresAt: "2099-01-01T00:00:00Z" });
  granted("sales@example.org", "microsoft", "certificate", { fingerprint: null });
  granted("care+vip@example.com", "microsoft", "federated");
  granted("care.vip@example.com", "google", "workloadIdentity", { status: "Expired", reason: "It ended." });
  granted("o'hara@example.com", "google", "refreshToken");
  simulator.signIn("1800@example.com");
  simulator.signIn("returns@example.com");
  simulator.expire("returns@example.com");
}

function makeSignatures(simulator: Simulator): void {
  const sign = (emailAddress: string, html: string): void =>
    simulator.create("signature", { emailAddress, html });
  for (const mailbox of ["support@example.com", "Sales@Example.com", "care+vip@example.com"])
    sign(mailbox, BRAND(mailbox));
  sign("sales@example.org", "<p class=a id=b>Same {{ for }} both</p>");
  sign("1800@example.com", '<p  id="b" class="a">Same {{ for }}\n both</p><!-- other bytes -->');
  sign("returns@example.com", "Only here &amp; without an element");
}

function makeMappings(simulator: Simulator): void {
  const [support, testing] = ["Customer support", "Quality testing"].map(
    (name) =>
      simulator.state().plans.find(({ interactionPlanName }) => interactionPlanName === name)
        ?.interactionPlanId,
  );
  const map = (mappingName: string, toAddresses: readonly string[], more: object = {}): void =>
    simulator.create("mapping", {
      mappingName,
      mappingDescription: "",
      interactionPlanId: support,
      toAddresses,
      ...more,
    });
  map("Support routing", ["SUPPORT@example.com"], {
    mappingDescription: "Own",
    testing: { interactionPlanId: testing, fromAddresses: ["qa@example.com", "QA2@example.com"] },
  });
  map("Sales / EMEA", ["sales@example.com"], { interactionPlanId: OTHER_SALES_PLAN, priority: 10 });
  map("Everybody", ["sales@example.org", "returns@example.com", "Sales@Example.com"], {
    dataSources: [{ name: "queue", value: "all" }],
  });
  // A tie with the one before, and two of one address.
  map("returns", ["returns@example.com"]);
  map("Returns!", ["returns@example.com"], { priority: 10_000 });
  map("\u65e5\u672c", ["care.vip@example.com"], { priority: 1 });
}
