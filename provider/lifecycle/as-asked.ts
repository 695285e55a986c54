import { adoptionOf } from "../../schema/fields";
import { isContent, showContent, showValue } from "../../schema/rule";
import { NotFoundError, PartialError, ResponseShapeError } from "../errors";
import { keepingName } from "./stored-metadata";
import type { Made, ResourceDefinition } from "./definition";
import { difference, isDerived, isLeftOut } from "./diff";
import type { Spelling } from "../values/equality";
import type { Context } from "../ports";

type Bag = Readonly<Record<string, unknown>>;

/**
 * Makes an object, and compares what VCC answered with what was asked: a 2xx alone doesn't say that it was done.
 * Error: a `PartialError` that keeps the object, where it differs, or where only its id could be read.
 */
export async function createAsAsked(
  definition: ResourceDefinition,
  context: Context,
  desired: object,
): Promise<Made<object>> {
  const made = await definition.create(context, desired).catch((error: unknown) => {
    if (!(error instanceof ResponseShapeError) || error.objectId === undefined) throw error;
    throw new PartialError(
      "VCC_UNREADABLE_REPLY",
      `The object was made, with the id "${error.objectId}": ${error.message}`,
      {
        id: error.objectId,
        state: { ...withoutDerived(definition, desired), __unread: true },
      },
    );
  });
  if (adoptionOf(desired) === undefined) {
    requireAsAsked(definition, made, desired, differing(definition, made.state, desired));
    return made;
  }
  const wanted = keepingName(desired, nameOf(made.state));
  const left = differing(definition, made.state, wanted);
  const unstated = left.filter((key) => !isDerived(definition, key) && isLeftOut(definition, key, wanted));
  if (unstated.length > 0) {
    context.sayOnce(
      `warning: ${definition.kind} ${made.id} was taken over with what the program leaves out: ` +
        `${tell(definition, unstated, made.state, wanted, "is the default")}. Write it into the program to keep it; the next pulumi up ` +
        "shows that, and brings it in line.",
    );
  }
  const asked = left.filter((key) => !unstated.includes(key));
  requireAsAsked(definition, made, wanted, asked);
  return made;
}

/** Leaves out what VCC alone can make true, such as a sign-in: it isn't said of an object that nobody has read. */
function withoutDerived(definition: ResourceDefinition, desired: object): object {
  return Object.fromEntries(Object.entries(desired).filter(([key]) => !isDerived(definition, key)));
}

function nameOf({ name }: { readonly name?: unknown }): string {
  return typeof name === "string" ? name : "";
}

interface Change {
  readonly id: string;
  readonly prior: object;
  readonly desired: object;
  /** True if nothing of the object but its id is known, so that it has to be read before it's changed. */
  readonly isUnread: boolean;
}

/**
 * Changes of an object what the preview has shown, and no more. What else differs in VCC is told; the state has it as
 * VCC does, so that the next preview shows it. Error: as for `createAsAsked`.
 */
export async function updateAsAsked(
  definition: ResourceDefinition,
  context: Context,
  { id, prior, desired, isUnread }: Change,
): Promise<object> {
  const known = isUnread ? await definition.read(context, id, prior) : prior;
  if (known === undefined) throw new NotFoundError("VCC_NOT_FOUND", `VCC has no object with the id "${id}".`);
  const { state, asked } = await definition.update(context, id, known, desired);
  const shown = differing(definition, known, desired);
  const unlike = differing(definition, state, asked).filter((key) => shown.includes(key));
  const unshown = differing(definition, state, desired).filter((key) => !unlike.includes(key));
  if (unshown.length > 0) {
    context.sayOnce(
      `warning: ${definition.kind} ${id} is otherwise in VCC than the preview of this run knew, and was left so: ` +
        `${tellLeft(definition, unshown, state, desired)}. pulumi up --refresh shows that, and brings it in line.`,
    );
  }
  requireAsAsked(definition, { id, state }, asked, unlike);
  return state;
}

/** Properties that the state has otherwise than they are desired. */
function differing(definition: ResourceDefinition, state: object, desired: object): readonly string[] {
  return difference(definition, state, desired).changed;
}

function requireAsAsked(
  definition: ResourceDefinition,
  { id, state }: Made<object>,
  desired: object,
  keys: readonly string[],
): void {
  // What only a sign-in can make true has errors of its own.
  const unlike = keys.filter((key) => !isDerived(definition, key));
  if (unlike.length === 0) return;
  throw new PartialError(
    "VCC_NOT_AS_ASKED",
    `VCC has ${definition.kind} ${id}, but not as it was asked for: ${tell(definition, unlike, state, desired, "was sent")}.`,
    {
      id,
      state,
      hint: "Write in the program what VCC keeps, or find out in VCC why it does so; the next pulumi up asks for it again.",
    },
  );
}

/** By parts where a value has some: of a long list, the whole would hide which mailbox it is about. */
function tellLeft(
  definition: ResourceDefinition,
  keys: readonly string[],
  state: object,
  desired: object,
): string {
  return keys
    .map((key) => {
      const parts = (bag: object) => partsOf((bag as Bag)[key], definition.spelling?.[key]);
      const [had, wanted] = [parts(state), parts(desired)];
      const extra = [...had].filter((part) => !wanted.has(part));
      const lacking = [...wanted].filter((part) => !had.has(part));
      const told = [
        ...(extra.length > 0 ? [`${key} has ${showSome(extra)} in VCC, not in the program`] : []),
        ...(lacking.length > 0 ? [`${key} has ${showSome(lacking)} in the program, not in VCC`] : []),
      ];
      return told.length === 0 ? tell(definition, [key], state, desired, "is wanted") : told.join("; ");
    })
    .join("; ");
}

/** Texts of a list, or keys of a map. */
function partsOf(value: unknown, spell: Spelling = String): ReadonlySet<string> {
  if (Array.isArray(value)) return new Set(value.map((part) => spell(String(part))));
  return new Set(typeof value === "object" && value !== null ? Object.keys(value) : []);
}

const MOST_SHOWN_PARTS = 20;

function showSome(parts: readonly string[]): string {
  const rest = parts.length > MOST_SHOWN_PARTS ? ` and ${parts.length - MOST_SHOWN_PARTS} more` : "";
  return parts.slice(0, MOST_SHOWN_PARTS).map(showValue).join(", ") + rest;
}

function tell(
  { inputs }: ResourceDefinition,
  keys: readonly string[],
  state: object,
  desired: object,
  how: string,
): string {
  const [got, wanted] = [state, desired] as readonly Readonly<Record<string, unknown>>[];
  const told = keys.map((key) => {
    const show = isContent(inputs, key) ? showContent : showValue;
    return `${key} is ${show(got?.[key])} where ${show(wanted?.[key])} ${how}`;
  });
  return told.join("; ");
}
