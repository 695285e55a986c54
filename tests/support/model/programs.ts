import * as fc from "fast-check";
import type { KindName } from "../../../provider/kinds/index";
import { IDENTITY, providerText, resourceType } from "../../../provider/pulumi/provider-text";
import { withoutUndefined } from "../../../provider/values/records";
import { SERVICE_ACCOUNT } from "../identities";
import type { Goal } from "./engine-state";

/** An inbox as a program declares it. Names and mailboxes come from small sets, so that programs pass them on. */
export interface Inbox {
  readonly mailbox: string;
  /** Its name in VCC; generated where it is absent. */
  readonly name?: string | undefined;
  readonly description: string;
  readonly signature?: string | undefined;
  readonly mapping?: { readonly plan: string; readonly priority: number } | undefined;
  readonly profile?: string | undefined;
  readonly deletesFirst?: boolean | undefined;
}

/** Inboxes by their resource's name, a mapping that several share, and profiles. */
export interface Program {
  readonly inboxes: Readonly<Record<string, Inbox>>;
  readonly shared?: { readonly plan: string; readonly inboxes: readonly string[] } | undefined;
  readonly profiles: Readonly<Record<string, number>>;
}

/** A program, and the inboxes that it gives another name in the program, by their new one. */
export interface Edit {
  readonly program: Program;
  readonly renamed: Readonly<Record<string, string>>;
  /** True if the program forgets to tell their former names. */
  readonly isAliasForgotten?: boolean;
  /** Ids that resources are to take over, by URN. */
  readonly adopts?: Readonly<Record<string, string>>;
  /** Names that resources are given in place of generated ones, by URN. */
  readonly names?: Readonly<Record<string, string>>;
}

const KEYS = ["a", "b", "c"];
const MAILBOXES = ["one@example.com", "two@example.com", "three@example.com", "four@example.com"];
export const PLANS = ["Customer support", "Sales", "Quality testing"];

const inbox = fc.record({
  description: fc.constantFrom("", "Anything", "Something else"),
  signature: fc.option(fc.constantFrom("<p>Kind regards</p>", "<p>Best wishes</p>"), { nil: undefined }),
  mapping: fc.option(fc.record({ plan: fc.constantFrom(...PLANS), priority: fc.constantFrom(5000, 100) }), {
    nil: undefined,
    freq: 4,
  }),
  profile: fc.option(fc.constantFrom("care"), { nil: undefined, freq: 1 }),
  deletesFirst: fc.constantFrom(undefined, undefined, undefined, true),
});

const program: fc.Arbitrary<Program> = fc
  .record({
    keys: fc.shuffledSubarray(KEYS, { minLength: 1 }),
    inboxes: fc.tuple(inbox, inbox, inbox),
    mailboxes: fc.shuffledSubarray(MAILBOXES, { minLength: KEYS.length, maxLength: KEYS.length }),
    names: fc.shuffledSubarray(["North", "South", undefined, undefined, undefined, undefined], {
      minLength: KEYS.length,
      maxLength: KEYS.length,
    }),
    shared: fc.option(fc.record({ plan: fc.constantFrom(...PLANS), inboxes: fc.subarray(KEYS) }), {
      nil: undefined,
    }),
    openEmails: fc.constantFrom(3, 5),
  })
  .map(({ keys, inboxes, mailboxes, names, shared, openEmails }) => {
    const made = keys.map((key, index): [string, Inbox] => [
      key,
      { ...(inboxes[index] as Inbox), mailbox: String(mailboxes[index]), name: names[index] },
    ]);
    const inShared = shared?.inboxes.filter((key) => keys.includes(key)) ?? [];
    return {
      inboxes: Object.fromEntries(made),
      shared: shared && inShared.length > 0 ? { plan: shared.plan, inboxes: inShared } : undefined,
      profiles: made.some(([, { profile }]) => profile !== undefined) ? { care: openEmails } : {},
    };
  });

/** Programs, one after another: each is the one before with a part of it changed, or another one. */
export const edits = (most: number): fc.Arbitrary<readonly Edit[]> =>
  fc
    .array(
      fc.record({
        next: program,
        changes: fc.subarray([...KEYS, "shared"], { minLength: 1 }),
        renames: fc.nat({ max: 3 }).map((one) => one === 0),
        forgets: fc.boolean(),
      }),
      {
        minLength: 2,
        maxLength: most,
        size: "max",
      },
    )
    .map((all) => {
      let before: Program = { inboxes: {}, profiles: {} };
      return all.map(({ next, changes, renames, forgets }) => {
        const edit: Edit = renames
          ? { ...renameIn(before), isAliasForgotten: forgets }
          : { program: merge(before, next, changes), renamed: {} };
        before = edit.program;
        return edit;
      });
    });

/** The program before, with these inboxes as in the next one. */
function merge(before: Program, next: Program, changes: readonly string[]): Program {
  const changed = Object.fromEntries(Object.entries(next.inboxes).filter(([key]) => changes.includes(key)));
  const kept = Object.entries(before.inboxes).filter(([key]) => !changes.includes(key));
  const taken = Object.values(changed);
  const fitting = kept.filter(([, { mailbox, name }]) =>
    taken.every((other) => other.mailbox !== mailbox && (name === undefined || other.name !== name)),
  );
  const inboxes = { ...Object.fromEntries(fitting), ...changed };
  const shared = changes.includes("shared") ? next.shared : before.shared;
  const members = shared?.inboxes.filter((key) => Object.hasOwn(inboxes, key)) ?? [];
  return {
    inboxes,
    shared: shared && members.length > 0 ? { ...shared, inboxes: members } : undefined,
    profiles: Object.values(inboxes).some(({ profile }) => profile !== undefined)
      ? { care: 3, ...next.profiles }
      : {},
  };
}

/** The same with its first inbox under another name in the program. */
function renameIn({ inboxes, shared, profiles }: Program): Edit {
  const [old] = Object.keys(inboxes);
  const name = KEYS.find((key) => !Object.hasOwn(inboxes, key));
  if (old === undefined || name === undefined) return { program: { inboxes, shared, profiles }, renamed: {} };
  const moved = (key: string) => (key === old ? name : key);
  const entries = Object.entries(inboxes).map(([key, one]) => [moved(key), one] as const);
  const program = {
    inboxes: Object.fromEntries(entries),
    shared: shared && { ...shared, inboxes: shared.inboxes.map(moved) },
    profiles,
  };
  return { program, renamed: { [name]: old } };
}

/** Of the project and its stack. */
export const NAMES = { project: "inboxes", stack: "dev" };

export function urnOf(kind: KindName | typeof IDENTITY.kind, name: string): string {
  return `urn:pulumi:${NAMES.stack}::${NAMES.project}::${resourceType(kind)}::${name}`;
}

const IDENTITY_URN = urnOf(IDENTITY.kind, IDENTITY.name);

/** The program's resources, as our classes declare them. */
export function goalsOf({ adopts = {}, names = {}, ...edit }: Edit): readonly Goal[] {
  return plainGoalsOf(edit).map((one) => {
    const more = withoutUndefined({ adopt: adopts[one.urn], name: names[one.urn] });
    return { ...one, args: (outputsOf) => ({ ...one.args(outputsOf), ...more }) };
  });
}

function plainGoalsOf({ program, renamed, isAliasForgotten = false }: Edit): readonly Goal[] {
  const { inboxes, shared, profiles } = program;
  const formerOf = (name: string) => (isAliasForgotten ? undefined : renamed[name]);
  return [
    { urn: IDENTITY_URN, refersTo: {}, args: () => ({ __provider: providerText(IDENTITY.kind) }) },
    ...Object.entries(profiles).map(([name, open]) =>
      goal("EmailProfile", name, { args: () => ({ settings: { maxOpenEmails: open } }) }),
    ),
    ...Object.entries(inboxes).flatMap(([name, one]) => goalsOfInbox(name, one, formerOf(name))),
    ...(shared === undefined
      ? []
      : [mappingGoal("shared", { plan: shared.plan, priority: 1 }, shared.inboxes)]),
  ];
}

function goalsOfInbox(name: string, one: Inbox, former: string | undefined): Goal[] {
  const { mailbox, name: ownName, description, signature, mapping, profile, deletesFirst } = one;
  const addressUrn = urnOf("EmailAddress", name);
  const profileUrn = profile && urnOf("EmailProfile", profile);
  const address = goal("EmailAddress", name, {
    former,
    deletesFirst,
    refersTo: profileUrn === undefined ? {} : { profileId: [profileUrn] },
    args: (outputsOf) => ({
      emailAddress: mailbox,
      description,
      credential: { ...SERVICE_ACCOUNT, probe: false },
      ...(ownName !== undefined && { name: ownName }),
      ...(profileUrn !== undefined && { profileId: outputsOf(profileUrn).id }),
      ...(deletesFirst === true && { __deletesFirst: true }),
    }),
  });
  const signed = goal("EmailSignature", name, {
    former,
    deletedWith: addressUrn,
    refersTo: { addressId: [addressUrn] },
    args: (outputsOf) => ({ addressId: outputsOf(addressUrn).id, html: signature }),
  });
  return [
    address,
    ...(signature === undefined ? [] : [signed]),
    ...(mapping === undefined ? [] : [mappingGoal(name, mapping, [name], former)]),
  ];
}

function mappingGoal(
  name: string,
  { plan, priority }: NonNullable<Inbox["mapping"]>,
  inboxes: readonly string[],
  former?: string,
): Goal {
  const addresses = inboxes.map((one) => urnOf("EmailAddress", one));
  return goal("InteractionPlanMapping", name, {
    former,
    refersTo: { addresses },
    args: (outputsOf) => ({
      interactionPlan: plan,
      priority,
      addresses: addresses.map((urn) => outputsOf(urn)["emailAddress"]),
    }),
  });
}

interface Parts extends Pick<Goal, "args" | "deletesFirst" | "deletedWith"> {
  readonly former?: string | undefined;
  readonly refersTo?: Goal["refersTo"];
}

function goal(kind: KindName, name: string, { args, former, refersTo = {}, ...rest }: Parts): Goal {
  const urn = urnOf(kind, name);
  return {
    urn,
    alias: former === undefined ? undefined : urnOf(kind, former),
    refersTo: { ...refersTo, __stackIdentity: [IDENTITY_URN] },
    ...rest,
    args: (outputsOf) => ({
      ...args(outputsOf),
      __urn: urn,
      __stackIdentity: outputsOf(IDENTITY_URN).id,
      __provider: providerText(kind),
    }),
  };
}
