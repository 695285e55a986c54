import type { Drift } from "../../../schema/report/change-report";
import type { Level } from "../../../schema/report/finding";
import { levelOfDrift, levelRank } from "./order";
import { describeName, describeValue } from "./values";
import { counted, countedMailboxes, describeResource } from "./words";

/** Equal drift of several objects. */
export interface DriftGroup {
  readonly level: Level;
  /** All of the same property, values and outcome. */
  readonly members: readonly [Drift, ...Drift[]];
}

const OUTCOMES: Readonly<Record<"putBack" | "kept" | "adopted" | "null", string>> = {
  putBack: "this run makes it as the program says",
  kept: "it stays as VCC has it",
  adopted: "the program says the same by now",
  null: "nobody can tell what this run does about it",
};

const MOST_MEMBERS = 10;

/** Drift by what has changed, the worst first, then by number. */
export function groupDrift(drift: readonly Drift[]): readonly DriftGroup[] {
  const groups = new Map<string, [Drift, ...Drift[]]>();
  for (const one of drift) {
    const { cause, property, from, to, outcome, resource } = one;
    const key = JSON.stringify([resource.kind, cause, property, from, to, outcome]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
  }
  return [...groups.values()]
    .map((members) => ({ level: levelOfDrift(members[0]), members }))
    .sort((a, b) => levelRank(a.level) - levelRank(b.level) || b.members.length - a.members.length);
}

/** `31 mailboxes: status "Active" → "Expired"; this run makes it as the program says`. */
export function describeDrift({ members }: DriftGroup): string {
  const [{ cause, property, from, to, outcome }] = members;
  const change =
    property === null || cause === "deleted"
      ? "deleted in VCC"
      : `${describeName(property)} ${describeValue(from)} → ${describeValue(to)}`;
  return `${describeMembers(members)}: ${change}; ${OUTCOMES[outcome ?? "null"]}`;
}

/** Names of a group's members; the rest are counted. Undefined where the line names its only one. */
export function nameMembers({ members }: DriftGroup): string | undefined {
  if (members.length === 1) return undefined;
  const names = members
    .slice(0, MOST_MEMBERS)
    .map(({ mailbox, resource }) => (mailbox === null ? describeResource(resource) : describeName(mailbox)));
  const rest = members.length - names.length;
  return [...names, ...(rest > 0 ? [`${String(rest)} more`] : [])].join(", ");
}

function describeMembers(members: DriftGroup["members"]): string {
  const [{ mailbox, resource }] = members;
  if (members.length === 1) {
    return mailbox === null
      ? describeResource(resource)
      : `${describeName(mailbox)} (${describeName(resource.kind)})`;
  }
  return members.every((one) => one.mailbox !== null)
    ? countedMailboxes(new Set(members.map((one) => one.mailbox)).size)
    : counted(
        members.length,
        `object of kind ${describeName(resource.kind)}`,
        `objects of kind ${describeName(resource.kind)}`,
      );
}
