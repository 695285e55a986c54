import type { AccountState } from "../../../provider/simulator/index";
import { sameHtml } from "../../../provider/text/html";
import type { Stored } from "./engine-state";
import { type Edit, type Inbox, PLANS, type Program, urnOf } from "./programs";
import { withoutStranger } from "./watched-account";
import type { Round, World } from "./world";

/** Promises that hold after any run, however it ended. */
export function brokenByRun(
  world: World,
  { writes, requests, isStrangerTouched, said, errors }: Round,
): string[] {
  const state = world.simulator.state();
  const texts = [JSON.stringify(world.stored()), ...said, ...errors.map(({ text }) => text)].join("\n");
  // Side by side, the engine goes on with another deletion where that of the mapping is refused for a reason of its own.
  const isStopped = errors.some(({ text }) => !text.includes("[VCC_STILL_MAPPED]"));
  return [
    ...world.secrets
      .filter((secret) => texts.includes(secret))
      .map(() => "a secret is in state, errors or output"),
    ...twice(state),
    ...(isStrangerTouched ? ["something of somebody else's was touched"] : []),
    ...writes.flatMap(({ request, before, after }) =>
      // A signature may be written again after a kill: nothing but its time tells whose it is.
      request.method === "PATCH" && before === after
        ? [`${request.method} ${request.path} changed nothing`]
        : [],
    ),
    ...requests.flatMap(({ method, path, status, faulted }) =>
      method === "DELETE" && /\/addresses\/[^/]+$/u.test(path) && status === 409 && !faulted && !isStopped
        ? ["an address was to be deleted while it was mapped"]
        : [],
    ),
  ];
}

/** Mailboxes whose mail didn't need to be unrouted, and was: address and mapping are there, and stay. */
export function unroutedNeedlessly({ program, renamed }: Edit, { stored, writes }: Round): string[] {
  const [first] = writes;
  if (first === undefined) return [];
  const stays = Object.entries(program.inboxes).flatMap(([key, { mailbox, name, mapping }]) => {
    const then = (kind: "EmailAddress" | "InteractionPlanMapping") =>
      stored.find(({ urn }) => [key, renamed[key] ?? key].some((one) => urn === urnOf(kind, one)));
    const [address, mapped] = [then("EmailAddress"), then("InteractionPlanMapping")];
    const isWhole = [address, mapped].every((one) => one !== undefined && !isHalfGone(one));
    const isSame = address?.inputs["emailAddress"] === mailbox && ownNameOf(address) === name;
    return isWhole && isSame && mapping !== undefined && isMappedIn(first.before, mailbox) ? [mailbox] : [];
  });
  return stays.flatMap((mailbox) =>
    writes.some(({ after }) => !isMappedIn(after, mailbox))
      ? [`${mailbox} was unrouted, though it is kept`]
      : [],
  );
}

/** The name that the program gave. */
function ownNameOf({ inputs }: Stored): unknown {
  return inputs["__generatedName"] === undefined ? inputs["name"] : undefined;
}

function isHalfGone({ isPendingDelete, isPendingReplacement }: Stored): boolean {
  return isPendingDelete === true || isPendingReplacement === true;
}

function isMappedIn(content: string, mailbox: string): boolean {
  const { mappings } = JSON.parse(content) as AccountState;
  return mappings.some(({ toAddresses }) => toAddresses.includes(mailbox));
}

/** Objects of ours that the engine knows nothing of, by their ids: a killed run has left them. */
export function orphansOf(world: World): string[] {
  const stored = new Set(world.stored().map(({ id }) => id));
  const { addresses, mappings, profiles } = withoutStranger(world.simulator.state());
  const ids = [...addresses.map(({ id }) => id), ...mappings.map(({ mappingId }) => mappingId)];
  return [...ids, ...profiles.map(({ id }) => id)].filter((id) => !stored.has(id));
}

/** Promises that hold once a program is applied: VCC is as it says, and so is the state. */
export function brokenWhenApplied(world: World, { program }: Edit): string[] {
  const state = withoutStranger(world.simulator.state());
  const wanted = Object.values(program.inboxes);
  const { addresses, mappings } = state;
  const mappingCount =
    wanted.filter(({ mapping }) => mapping !== undefined).length + (program.shared ? 1 : 0);
  const signatureCount = wanted.filter(({ signature }) => signature !== undefined).length;
  return [
    ...expectEqual("addresses", addresses.length, wanted.length),
    ...expectEqual("mappings", mappings.length, mappingCount),
    ...expectEqual("profiles", state.profiles.length, Object.keys(program.profiles).length),
    ...expectEqual("signatures", state.signatures.length, signatureCount),
    ...wanted.flatMap((inbox) => brokenInbox(state, inbox)),
    ...brokenShared(state, program),
    ...brokenState(world, state),
  ];
}

function brokenInbox(state: AccountState, inbox: Inbox): string[] {
  const { mailbox, name, description, signature, mapping, profile } = inbox;
  const address = state.addresses.find(({ emailAddress }) => emailAddress === mailbox);
  if (address === undefined) return [`${mailbox} is missing`];
  const signed = state.signatures.find(({ addressId }) => addressId === address.id);
  const planId = planIdOf(state, mapping?.plan);
  const led = state.mappings.some(
    ({ toAddresses, interactionPlanId, priority }) =>
      toAddresses.join() === mailbox && interactionPlanId === planId && priority === mapping?.priority,
  );
  return [
    ...expectEqual(`description of ${mailbox}`, address.description, description),
    ...(name === undefined ? [] : expectEqual(`name of ${mailbox}`, address.name, name)),
    ...expectEqual(`status of ${mailbox}`, address.authentication.status, "Active"),
    ...expectEqual(`profile of ${mailbox}`, address.profileId !== null, profile !== undefined),
    ...(signature === undefined || sameHtml(signed?.html ?? "", signature)
      ? []
      : [`signature of ${mailbox}`]),
    ...expectEqual(`mapping of ${mailbox}`, led, mapping !== undefined),
  ];
}

function brokenShared(state: AccountState, { shared, inboxes }: Program): string[] {
  if (shared === undefined) return [];
  const mailboxes = shared.inboxes.map((key) => inboxes[key]?.mailbox).sort();
  const isThere = state.mappings.some(
    ({ toAddresses, priority, interactionPlanId }) =>
      priority === 1 &&
      interactionPlanId === planIdOf(state, shared.plan) &&
      [...toAddresses].sort().join() === mailboxes.join(),
  );
  return isThere ? [] : [`the mapping of ${mailboxes.join()} is missing`];
}

/** The state names what VCC has, nothing else and nothing less. */
function brokenState(world: World, { addresses, mappings, profiles, signatures }: AccountState): string[] {
  const ours = [
    ...addresses.map(({ id }) => id),
    ...signatures.map(({ addressId }) => addressId),
    ...mappings.map(({ mappingId }) => mappingId),
    ...profiles.map(({ id }) => id),
  ];
  const stored = world.stored().filter(({ urn }) => !urn.includes("StackIdentity"));
  const ids = stored.map(({ id }) => id);
  const unfinished = stored.filter(isHalfGone);
  return [
    ...expectEqual("ids in the state", ids.sort().join(), ours.sort().join()),
    ...expectEqual("unfinished replacements", unfinished.length, 0),
  ];
}

function twice({ addresses, mappings, profiles }: AccountState): string[] {
  const keys = [
    ...addresses.flatMap(({ emailAddress, name }) => [`address ${emailAddress}`, `address named ${name}`]),
    ...mappings.map(({ mappingName }) => `mapping ${mappingName}`),
    ...profiles.map(({ name }) => `profile ${name}`),
  ];
  return keys.filter((key, at) => keys.indexOf(key) !== at).map((key) => `${key} is there twice`);
}

function planIdOf({ plans }: AccountState, name: string | undefined): string | undefined {
  return PLANS.includes(name ?? "")
    ? plans.find(({ interactionPlanName }) => interactionPlanName === name)?.interactionPlanId
    : undefined;
}

function expectEqual(what: string, got: unknown, expected: unknown): string[] {
  return got === expected ? [] : [`${what}: expected ${String(expected)}, got ${String(got)}`];
}
