import * as pulumi from "@pulumi/pulumi";

/**
 * Names that the resources of an inbox had before, so that they are moved and not made anew: one name for all, or
 * one each. A resource that had the inbox's name, alone in the program or in an `Inbox`, is found without.
 */
export type FormerNames = string | FormerNamesByPart;

/** Names that the parts of an inbox had before. */
export interface FormerNamesByPart {
  /** Former name of the `Inbox`. Default: its name now. */
  readonly inbox?: string;
  /** Former name of the `EmailAddress`. Default: the inbox's name. */
  readonly address?: string;
  /** Former name of the `EmailSignature`. Default: the inbox's name. */
  readonly signature?: string;
  /** Former name of the inbox's own `EmailProfile`. Default: the inbox's name. */
  readonly profile?: string;
  /** Former name of the `InteractionPlanMapping` without an id. Default: the inbox's name. */
  readonly mapping?: string;
}

/** The former name of one part. */
export function formerNameOf(
  formerNames: FormerNames | undefined,
  part: keyof FormerNamesByPart,
): string | undefined {
  return typeof formerNames === "string" ? formerNames : formerNames?.[part];
}

/**
 * Aliases under which Pulumi finds a resource that was put below a parent, or renamed there. The URN tells types of
 * parents, not their names, so these two cover every way from single resources through `Inbox` into a fleet.
 */
export function formerPlaces(name: string, formerName: string = name, hasParent = true): pulumi.Alias[] {
  return [
    ...(hasParent ? [{ name: formerName, parent: pulumi.rootStackResource }] : []),
    ...(formerName === name ? [] : [{ name: formerName }]),
  ];
}
