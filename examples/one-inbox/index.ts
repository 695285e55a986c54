import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "pulumi-vcc";

const config = new pulumi.Config();

const care = new EmailProfile("care", {
  description: "Addresses that the customer care team answers",
  settings: { maxOpenEmails: 3 },
});

// No `name`: it is generated, so that a change of the mailbox makes the new address before the old one goes.
const support = new EmailAddress("support", {
  emailAddress: config.get("mailbox") ?? "support@example.com",
  description: "First line support",
  serviceNameForReports: "interactionPlanName",
  dataSources: { channel: "email", flow: "customer_support", priority: "standard" },
  profileId: care.id,
  // The key is a secret of the stack: pulumi config set --secret supportGoogleKey < key.json
  credential: { provider: "google", method: "serviceAccount", key: "config:supportGoogleKey" },
});

new EmailSignature("support", {
  addressId: support.id,
  html: readFileSync(join(__dirname, "support.html"), "utf8"),
});

// `support.emailAddress`, not the text: Pulumi then unmaps the address before it deletes it.
const routing = new InteractionPlanMapping("support", {
  interactionPlan: config.get("interactionPlan") ?? "Customer support",
  addresses: [support.emailAddress],
  priority: 5000,
  testing: { interactionPlan: "Quality testing", fromAddresses: ["qa@example.com"] },
});

export const mailbox = support.emailAddress;
export const status = support.status;
export const plan = routing.interactionPlan;
