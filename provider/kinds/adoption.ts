import type { ListEndpoint } from "../../schema/endpoint";
import { looksGenerated } from "../lifecycle/generated-name";
import type { Context, Listing } from "../ports";
import { ConflictError, ITS_FORMER_NAME, NotFoundError } from "../errors";

/** Warns where another stack generated a name that is taken over, or may have: it may manage the object still. */
export function warnOfOtherStack({ sayOnce }: Context, found: string, desired: string): void {
  if (found === desired || !looksGenerated(found, desired)) return;
  sayOnce(
    "warning: what is taken over has names that another stack generated, or this one for a resource that was renamed " +
      "since. If another stack still manages it, the two undo each other's changes: let go of it there first, with " +
      "retainOnDelete (keepInVcc in a fleet file).",
  );
}

/** Tells what taking an object over changes in it: a preview shows no more than that it will be there. */
export function sayWhatChanges({ say }: Context, object: string, properties: readonly string[]): void {
  if (properties.length > 0)
    say(`${object} is taken over, and changed to what the program says: ${properties.join(", ")}.`);
}

/** Error: where an object that can't be read may be the one that is looked for, so that a second one would be made. */
export function requireAllRead(
  { noun }: ListEndpoint<object>,
  unreadable: Listing<unknown>["unreadable"],
): void {
  const [first] = unreadable;
  if (first === undefined) return;
  const others = unreadable.length === 1 ? "" : ` and ${unreadable.length - 1} more`;
  throw new ConflictError(
    "VCC_ADOPT_UNREADABLE",
    `adopt: true for ${withArticle(noun)} that can be read. None of those is the one, which may be ${first.id ?? "one without an id"}${others} ` +
      `that VCC shows in another form than this release knows: ${first.problem}.`,
    {
      hint: "Nothing was made. Give adopt the id of the one that is meant; or false, where none is, to make a new one.",
    },
  );
}

/** The error of an object that isn't in the list to be adopted. `label`: what it was looked for by. */
export function notListed({ noun }: ListEndpoint<object>, label: string): NotFoundError {
  return notThere(
    `${withArticle(noun)} of VCC, got ${JSON.stringify(label)}, which the list doesn't have.`,
    "check its spelling and the account: this client may not see it.",
  );
}

/** The error of an id that VCC answers 404 to. */
export function noSuchId({ noun }: ListEndpoint<object>, id: string): NotFoundError {
  return notThere(
    `the id of an existing ${noun}, got ${JSON.stringify(id)}, which VCC answers 404 to.`,
    "check the id and the account: 404 may also mean that this client may not see it.",
  );
}

function notThere(what: string, otherwise: string): NotFoundError {
  return new NotFoundError("VCC_ADOPT_NOT_FOUND", `adopt: ${what}`, {
    hint: `Remove adopt to make a new one; else ${otherwise}`,
  });
}

/** The error of an object that another resource of this stack has. */
export function heldByStack({ noun }: ListEndpoint<object>, id: string): ConflictError {
  return new ConflictError(
    "VCC_ADOPT_HELD",
    `adopt: ${withArticle(noun)} that this stack doesn't manage yet, got ${JSON.stringify(id)}, which another of its resources has.`,
    {
      hint:
        "Nothing was made. Remove one of the two resources; where this one is the other under a new name in the program, " +
        `give it, instead of adopt, ${ITS_FORMER_NAME}.`,
    },
  );
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/u.test(noun) ? "an" : "a"} ${noun}`;
}

/** Error of a change to a name that another object has. */
export function nameHeld(holder: string, id: string): ConflictError {
  return new ConflictError("VCC_TAKEN", `${holder} has this name already; its id is "${id}".`, {
    hint:
      "Nothing was changed. Choose another name. If this very change takes it from a resource that the program has no more, " +
      "that one goes only at the end of the run: run pulumi up without the new one first, or with its old name.",
  });
}
