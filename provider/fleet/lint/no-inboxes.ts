import type { Fleet } from "../../../schema/fleet/fleet";
import type { Finding } from "./finding";

/** A section that comes to nothing: where inboxes were, applying it deletes all of them. A fleet without one has none to lose. */
export function noInboxes({ inboxes }: Fleet): Finding[] {
  if (inboxes === undefined || Object.keys(inboxes).length > 0) return [];
  return [
    {
      rule: "no-inboxes",
      path: ["inboxes"],
      message:
        "at least one inbox, got none: pulumi up deletes every inbox that this fleet has made. " +
        "Add one, or take the null away that removes them; or ignore the rule with the reason.",
      entries: [],
    },
  ];
}
