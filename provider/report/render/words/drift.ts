import type { Drift } from "../../../../schema/report/change-report";
import type { Level } from "../../../../schema/report/finding";
import { grouped } from "../../../values/group-by";
import { describeOutcome } from "../../drift-outcome";
import { levelRank } from "../item-findings";
import { describeName } from "../../../text/in-sentence";
import { describeValue } from "./values";
import { counted } from "../../../text/counted";
import { describeKind, describeResource } from "../../nouns";
import { countedMailboxes, describeProperty, listNames } from "./resources";

/** Equal drift of several objects. */
export interface DriftGroup {
  readonly level: Level;
  /** All of the same property, values and outcome. */
  readonly members: readonly [Drift, ...Drift[]];
}

/** Drift by what has changed, the worst first, then by number. */
export function groupDrift(drift: readonly Drift[]): readonly DriftGroup[] {
  return grouped(drift, ({ cause, property, from, to, outcome, resource }) =>
    JSON.stringify([resource.kind, cause, property, from, to, outcome]),
  )
    .map((members) => ({ level: members[0].level, members }))
    .sort((a, b) => levelRank(a.level) - levelRank(b.level) || b.members.length - a.members.length);
}

/** `31 mailboxes: sign-in "Active" → "Expired"; pulumi up --refresh makes it as the program says`. */
export function describeDrift({ members }: DriftGroup): string {
  const [{ cause, property, from, to }] = members;
  const change =
    property === null || cause === "deleted"
      ? "deleted in VCC"
      : `${describeProperty(property)} ${describeValue(from)} → ${describeValue(to)}`;
  return `${describeMembers(members)}: ${change}; ${describeOutcome(members[0])}`;
}

/** Names of a group's members; the rest are counted. Undefined where the line names its only one. */
export function nameMembers({ members }: DriftGroup): string | undefined {
  if (members.length === 1) return undefined;
  return listNames(
    members.map(({ mailbox, resource }) =>
      mailbox === null ? describeResource(resource) : describeName(mailbox),
    ),
  );
}

function describeMembers(members: DriftGroup["members"]): string {
  const [{ mailbox, resource }] = members;
  if (members.length === 1) {
    return mailbox === null
      ? describeResource(resource)
      : `${describeName(mailbox)} (${describeKind(resource.kind)})`;
  }
  return members.every((one) => one.mailbox !== null)
    ? countedMailboxes(new Set(members.map((one) => one.mailbox)).size)
    : counted(members.length, describeKind(resource.kind), pluralOf(describeKind(resource.kind)));
}

function pluralOf(noun: string): string {
  return noun.endsWith("s") ? `${noun}es` : `${noun}s`;
}
