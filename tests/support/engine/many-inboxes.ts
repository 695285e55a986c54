/** A fleet file of many inboxes with a shared profile, one template, and mappings of their own. */
export function manyInboxes(count: number): string {
  const inboxes = Array.from(
    { length: count },
    (_, index) => `  ${inboxName(index)}: { description: Inbox ${index} }\n`,
  );
  return `defaults:
  emailAddress: \${inbox}@example.com
  profile: care
  credential: { provider: google, method: serviceAccount, key: env:GOOGLE_KEY, probe: false }
  signature: { template: brand.html }
  mapping: { interactionPlan: Customer support }
profiles:
  care: { name: Care }
inboxes:
${inboxes.join("")}`;
}

/** Name of an inbox of such a file. */
export function inboxName(index: number): string {
  return `inbox-${String(index).padStart(4, "0")}`;
}

/** The template that such a file names. */
export const BRAND = "<p>Kind regards, <b>{{ inbox }}</b></p>\n";
