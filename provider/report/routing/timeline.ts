import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESS } from "../../../schema/email-address";
import { INTERACTION_PLAN_MAPPING } from "../../../schema/interaction-plan-mapping";
import type { Unrouted } from "../../../schema/report/change-report";
import type { PlannedResource } from "../planned-resource";
import type { Side, Step } from "../read/step";
import type { MappingView } from "./mapping-view";

/** The mappings and addresses of a stack before a run and after it, by URN. */
export interface Estate {
  readonly resources: ReadonlyMap<string, PlannedResource>;
  readonly before: ReadonlyMap<string, MappingView>;
  readonly after: ReadonlyMap<string, MappingView>;
  /** Mailboxes that take the place of others: the mail of the two is one way. */
  readonly successors: ReadonlyMap<string, string>;
}

const DELETES = new Set(["delete", "delete-replaced"]);
const CREATES = new Set(["create", "create-replacement", "import", "import-replacement"]);

/** A step by which a mailbox comes to a mapping or an address, or goes from it. */
interface Turn {
  readonly layer: "mappings" | "addresses";
  readonly isOn: boolean;
  readonly op: string;
  readonly urn: string;
  /** Such as `the mapping support is deleted`. */
  readonly label: string;
}

/**
 * Times in which the mail of a mailbox reaches nobody, by its canonical spelling: of those that are routed before the
 * run and after it, by the order in which the engine tells its steps.
 */
export function interruptions(
  steps: readonly Step[],
  estate: Estate,
): ReadonlyMap<string, readonly Unrouted[]> {
  const turns = new Map<string, Turn[]>();
  for (const step of steps) {
    for (const [own, turn] of turnsOf(step, estate)) {
      const mailbox = estate.successors.get(own) ?? own;
      const known = turns.get(mailbox) ?? [];
      known.push(turn);
      turns.set(mailbox, known);
    }
  }
  const counts = countsBefore(estate);
  return new Map(
    [...turns].flatMap(([mailbox, own]) => {
      const gaps = gapsOf(own, counts(mailbox));
      return gaps.length === 0 ? [] : [[mailbox, gaps] as const];
    }),
  );
}

/** Mailboxes whose address or mapping is replaced, where the input doesn't tell in which order. */
export function unordered(steps: readonly Step[], estate: Estate): ReadonlySet<string> {
  const { resources, before, after, successors } = estate;
  const wayOf = (mailbox: string) => successors.get(mailbox) ?? mailbox;
  const told = new Set(
    steps.filter(({ op }) => op.endsWith("-replacement") || op === "delete-replaced").map(({ urn }) => urn),
  );
  const replaced = steps.filter(({ op, urn }) => op === "replace" && !told.has(urn)).map(({ urn }) => urn);
  return new Set(
    replaced.flatMap((urn) => {
      const resource = resources.get(urn);
      if (resource?.kind === EMAIL_ADDRESS) return replacedMailbox(resource);
      if (resource?.kind !== INTERACTION_PLAN_MAPPING) return [];
      const kept = after.get(urn)?.mailboxes ?? new Map<string, string>();
      return [...(before.get(urn)?.mailboxes.keys() ?? [])].map(wayOf).filter((mailbox) => kept.has(mailbox));
    }),
  );
}

/** The mailbox that an address keeps; none of one that another mailbox replaces. */
function replacedMailbox(address: PlannedResource): string[] {
  const [was, will] = [address.actual, address.planned].map((side) => mailboxOn(address, side));
  return was !== undefined && was === will ? [was] : [];
}

/** The mailbox of an address, in its canonical spelling. */
export function mailboxOn(resource: PlannedResource, side: Side | undefined): string | undefined {
  const mailbox = resource.kind === EMAIL_ADDRESS ? side?.inputs["emailAddress"] : undefined;
  return typeof mailbox === "string" ? canonicalAddress(mailbox) : undefined;
}

function turnsOf({ op, urn }: Step, { resources, before, after }: Estate): (readonly [string, Turn])[] {
  const resource = resources.get(urn);
  // One that leaves the program alone stays in VCC as it is.
  if (resource?.kind === undefined || resource.action === "leave") return [];
  const { kind, name, actual, planned } = resource;
  const turn = (layer: Turn["layer"], isOn: boolean) => ({
    layer,
    isOn,
    op,
    urn,
    label: describe(op, kind, name),
  });
  const had = [...(before.get(urn)?.mailboxes.keys() ?? [])];
  const has = [...(after.get(urn)?.mailboxes.keys() ?? [])];
  const { on, off } = setTurns(op, had, has);
  const [was, will] = [mailboxOn(resource, actual), mailboxOn(resource, planned)];
  return [
    ...(CREATES.has(op) && will !== undefined ? [[will, turn("addresses", true)] as const] : []),
    ...(DELETES.has(op) && was !== undefined ? [[was, turn("addresses", false)] as const] : []),
    ...on.map((mailbox) => [mailbox, turn("mappings", true)] as const),
    ...off.map((mailbox) => [mailbox, turn("mappings", false)] as const),
  ];
}

function describe(op: string, kind: string, name: string): string {
  const noun = kind === EMAIL_ADDRESS ? "address" : "mapping";
  return `the ${noun} ${name} is ${DELETES.has(op) ? "deleted" : CREATES.has(op) ? "made" : "changed"}`;
}

/** The mailboxes that a step brings to a mapping, and those that it takes away. */
function setTurns(op: string, had: readonly string[], has: readonly string[]) {
  const [before, after] = [new Set(had), new Set(has)];
  if (CREATES.has(op)) return { on: has, off: [] };
  if (DELETES.has(op)) return { on: [], off: had };
  if (op !== "update") return { on: [], off: [] };
  return { on: has.filter((one) => !before.has(one)), off: had.filter((one) => !after.has(one)) };
}

interface Counts {
  readonly mappings: number;
  /** Infinite where the stack has no address of the mailbox: somebody else pulls its mail. */
  readonly addresses: number;
}

function countsBefore({ resources, before, successors }: Estate): (mailbox: string) => Counts {
  const wayOf = (mailbox: string) => successors.get(mailbox) ?? mailbox;
  const mappings = countBy([...before.values()].flatMap(({ mailboxes }) => [...mailboxes.keys()].map(wayOf)));
  const all = [...resources.values()];
  const addresses = countBy(all.flatMap((one) => mailboxOn(one, one.actual) ?? []).map(wayOf));
  const ours = new Set(all.flatMap((one) => mailboxOn(one, one.planned) ?? []));
  return (mailbox) => ({
    mappings: mappings.get(mailbox) ?? 0,
    addresses: addresses.get(mailbox) ?? (ours.has(mailbox) ? 0 : Number.POSITIVE_INFINITY),
  });
}

function countBy(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Gaps between steps, of a mailbox that is routed at both ends. */
function gapsOf(turns: readonly Turn[], before: Counts): Unrouted[] {
  const counts = { ...before };
  const isRouted = () => counts.mappings > 0 && counts.addresses > 0;
  const wasRouted = isRouted();
  const gaps: Unrouted[] = [];
  let lost: Turn | undefined;
  for (const turn of turns) {
    counts[turn.layer] += turn.isOn ? 1 : -1;
    if (!isRouted()) lost ??= turn.isOn ? undefined : turn;
    else if (lost !== undefined) {
      gaps.push({ after: lost.label, until: turn.label, isCertain: DELETES.has(lost.op) });
      lost = undefined;
    }
  }
  if (!wasRouted || !isRouted()) return [];
  return gaps.length > 0 ? gaps : handover(turns, before);
}

/** Updates of two mappings may happen in either order: mail that leaves the one may not have come to the other yet. */
function handover(turns: readonly Turn[], before: Counts): Unrouted[] {
  const off = turns.filter(({ layer, isOn }) => layer === "mappings" && !isOn);
  const loss = off.find(({ op }) => op === "update");
  const gain = turns.find(({ layer, isOn, urn }) => layer === "mappings" && isOn && urn !== loss?.urn);
  const isWithin = turns.some(({ layer, isOn, urn }) => layer === "mappings" && isOn && urn === loss?.urn);
  if (loss === undefined || gain === undefined || isWithin || off.length < before.mappings) return [];
  return [{ after: loss.label, until: gain.label, isCertain: false }];
}
