import { EMAIL_SIGNATURE } from "../../schema/email-signature";
import type { Change } from "../../schema/report/change-report";
import type { ShownValue } from "../../schema/report/shown-value";

/** Edits beyond which two texts count as different altogether: the search for them costs by their square. */
export const MOST_EDITS = 500;

/** HTML of one side of a signature's change, empty of none; undefined of a value that isn't shown. */
export function signatureHtml(side: ShownValue): string | undefined {
  if (side === null) return "";
  return typeof side === "string" ? side : undefined;
}

/** True if a change is one of a signature's HTML, which is shown as a difference of texts. */
export function isSignature({ resource, property }: Change): boolean {
  return resource.kind === EMAIL_SIGNATURE && property === "html";
}
