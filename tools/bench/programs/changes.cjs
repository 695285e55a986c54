const { EmailAddress, EmailSignature, InteractionPlanMapping } = require("pulumi-vcc");

/** Each mailbox is changed once: every other one gets another signature, the rest another plan. */
const isAfter = process.env.AFTER === "true";
const isSignedAnew = (index) => isAfter && index % 2 === 0;
const isLedElsewhere = (index) => isAfter && index % 2 === 1;

/** About as long as the signatures that companies have. */
const signature = (
  index,
) => `<table role="presentation" cellpadding="0" style="font-family: Arial, sans-serif; font-size: 14px">
  <tr><td style="padding-right: 12px; border-right: 1px solid #ccd"><b>Team ${index}</b><br>Example Ltd</td>
  <td style="padding-left: 12px"><p>Kind regards,<br>Team ${index}</p>
  <p>${isSignedAnew(index) ? "Monday to Saturday, 9 to 18" : "Monday to Friday, 9 to 17"}</p>
  <ul>${["Orders", "Returns", "Invoices"].map((topic) => `<li><a href="https://help.example.com/${topic.toLowerCase()}">${topic}</a></li>`).join("")}</ul>
  <p style="color: #667">Example Ltd, 1 Example Street, registered in England. This message is for its addressee alone; whoever
  else gets it is asked to say so and to delete it.</p></td></tr></table>`;

for (let i = 0; i < Number(process.env.COUNT); i += 1) {
  const address = new EmailAddress(`inbox-${i}`, {
    emailAddress: `inbox-${i}@example.com`,
    description: `Inbox ${i}`,
    dataSources: { flow: "customer_support" },
    credential: { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY", probe: false },
  });
  new EmailSignature(`inbox-${i}`, { addressId: address.id, html: signature(i) }, { deletedWith: address });
  new InteractionPlanMapping(`inbox-${i}`, {
    interactionPlan: isLedElsewhere(i) ? "Sales" : "Customer support",
    addresses: [address.emailAddress],
  });
}
