import { showContent, showValue } from "../../schema/rule";
import { NotFoundError, PartialError, ResponseShapeError } from "../errors";
import { keepingName } from "./bookkeeping";
import type { Made, ResourceDefinition } from "./definition";
import { differingInputs } from "./diff";
import type { Context } from "./ports";

/** Properties that hold people's own content: a message tells their size. */
const CONTENT: readonly string[] = ["description", "html", "dataSources", "settings"];

/**
 * Makes an object, and compares what VCC answered with what was asked: a 2xx alone doesn't say that it was done.
 * Error: a `PartialError` that keeps the object, where it differs, or where only its id could be read.
 */
export async function createAsAsked<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  context: Context,
  desired: Desired,
): Promise<Made<State>> {
  const made = await definition.create(context, desired).catch((error: unknown) => {
    if (!(error instanceof ResponseShapeError) || error.objectId === undefined) throw error;
    throw new PartialError(`The object was made, with the id "${error.objectId}": ${error.message}`, {
      id: error.objectId,
      state: { ...desired, __unread: true },
    });
  });
  requireAsAsked(definition, made, isAdopting(desired) ? keepingName(desired, nameOf(made.state)) : desired);
  return made;
}

function isAdopting({ adopt }: { readonly adopt?: unknown }): boolean {
  return adopt !== undefined && adopt !== false;
}

function nameOf({ name }: { readonly name?: unknown }): unknown {
  return name;
}

interface Change<Desired, State> {
  readonly id: string;
  readonly prior: State;
  readonly desired: Desired;
  /** Whether nothing of the object but its id is known, so that it has to be read before it's changed. */
  readonly isUnread: boolean;
}

/** Changes an object. Error: as for `createAsAsked`. */
export async function updateAsAsked<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  context: Context,
  { id, prior, desired, isUnread }: Change<Desired, State>,
): Promise<State> {
  const known = isUnread ? await definition.read(context, id, prior) : prior;
  if (known === undefined) throw new NotFoundError(`VCC has no object with the id "${id}".`);
  const state = await definition.update(context, id, known, desired);
  requireAsAsked(definition, { id, state }, desired);
  return state;
}

function requireAsAsked<Desired extends object, State extends object>(
  definition: ResourceDefinition<Desired, State>,
  { id, state }: Made<State>,
  desired: Desired,
): void {
  const differing = differingInputs(definition, state, { ...definition.defaults, ...desired });
  if (differing.length === 0) return;
  const bags = {
    got: state as Readonly<Record<string, unknown>>,
    sent: desired as Readonly<Record<string, unknown>>,
  };
  const told = differing.map((key) => {
    const show = CONTENT.includes(key) ? showContent : showValue;
    return `${key} is ${show(bags.got[key])} where ${show(bags.sent[key])} was sent`;
  });
  throw new PartialError(
    `VCC has ${definition.kind} ${id}, but not as it was asked for: ${told.join("; ")}.`,
    {
      id,
      state,
      hint: "Write in the program what VCC keeps, or find out in VCC why it does so; the next pulumi up asks for it again.",
    },
  );
}
