import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import type { Subject } from "../../../schema/report/change-report";
import { titleOf } from "../nouns";
import type { AccountRouting } from "../routing/account-routing";
import type { PlannedMapping } from "../routing/planned-mapping";
import type { StackIndex } from "../stack-index";
import { aboutResource, asJson, type Draft } from "./draft";

/** Finding about a mapping of which not all addresses are known: what is known of it, and what they come from. */
export function untoldMapping({ urn, name, plan, mailboxes }: PlannedMapping, index: StackIndex): Draft {
  const known = [...mailboxes.values()];
  const origins = (index.byUrn.get(urn)?.planned?.dependencies?.get("addresses") ?? []).flatMap(
    (origin) => index.byUrn.get(origin) ?? [],
  );
  const whence = origins.length === 0 ? "" : `, and come from the ${origins.map(titleOf).join(", the ")}`;
  const what =
    known.length === 0
      ? "its addresses aren't known yet"
      : `beside ${known.join(", ")}, not all of its addresses are known`;
  const where = typeof plan === "string" ? `the plan ${asJson(plan)}` : "a plan that isn't known either";
  return {
    id: "cannot-tell",
    subject: aboutResource({ kind: INTERACTION_PLAN_MAPPING, type: "", name }),
    text: `Nobody can tell whose mail the mapping ${name} takes: ${what}${whence}. It leads mail to ${where}.`,
    values: ["addresses"],
  };
}

/** Mappings and addresses of an account that can't be read may take the mail, or be pulled. */
export function unreadFindings(account: AccountRouting | undefined, stack: Subject): Draft[] {
  return (account?.unread ?? []).map((text) => ({
    id: "cannot-tell",
    subject: stack,
    text,
    values: ["account", text],
  }));
}
