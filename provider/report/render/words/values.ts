import type { ShownValue } from "../../../../schema/report/shown-value";
import { describeName, quoted } from "../../../text/in-sentence";

const MOST_ORIGINS = 5;
/** A value within a sentence. */
export function describeValue(value: ShownValue): string {
  if (value === null) return "none";
  if (typeof value === "string") return quoted(value);
  if (typeof value !== "object") return String(value);
  if ("secret" in value) return "[secret]";
  if ("generated" in value) return "a generated name";
  if ("takenOver" in value) return "as VCC has it";
  if ("empty" in value) return `empty ${value.empty}`;
  const from = value.knownAfterApply.slice(0, MOST_ORIGINS).map(describeOrigin);
  const rest = value.knownAfterApply.length - from.length;
  const origins = [...from, ...(rest > 0 ? [`${rest} more`] : [])].join(", ");
  return `known after apply${origins === "" ? "" : `, from ${origins}`}`;
}

/** `EmailProfile care`, of which each word is a name. */
function describeOrigin(origin: string): string {
  const words = origin.split(" ");
  return words.length === 2 ? words.map(describeName).join(" ") : describeName(origin);
}
