import * as pulumi from "@pulumi/pulumi";

/**
 * Options with the aliases that follow from the parent's, too. Pulumi adds these only in the run that finds the parent by
 * its alias; where that run fails, the next one would make the children anew.
 */
export function withParentAliases<Options extends pulumi.ResourceOptions>(
  name: string,
  type: string,
  opts: Options,
): Options {
  const { parent, aliases = [] } = opts;
  if (parent === undefined) return opts;
  return { ...opts, aliases: pulumi.allAliases(aliases, name, type, parent, nameOf(parent)) };
}

/** Pulumi's types leave it out. */
function nameOf(resource: pulumi.Resource): string {
  return (resource as unknown as { readonly __name: string }).__name;
}
