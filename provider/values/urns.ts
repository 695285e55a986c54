/** Parts of a resource's URN: `urn:pulumi:STACK::PROJECT::TYPE::NAME`. */
export interface Urn {
  readonly stack: string;
  readonly project: string;
  /** The resource's own type, without those of the components that it is in. */
  readonly type: string;
  readonly name: string;
}

const PREFIX = "urn:pulumi:";
/** Between the types of components and the one of a resource in them. */
const TYPE_SEPARATOR = "$";

/** Undefined of what is no URN. Of the parts, a name alone may hold the separator. Source: `urn.Parse` of the engine, 3.259. */
export function parseUrn(text: string): Urn | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const [stack, project, types, ...words] = text.slice(PREFIX.length).split("::");
  const [type, name] = [types?.split(TYPE_SEPARATOR).at(-1), words.join("::")];
  return stack && project && type && name ? { stack, project, type, name } : undefined;
}
