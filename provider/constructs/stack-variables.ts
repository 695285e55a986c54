import * as pulumi from "@pulumi/pulumi";
import { type ConfigLookup, fullKey } from "../fleet/variables/scope";

/** The running stack's configuration: `key` of the project, or `namespace:key`. Never the value of a secret. */
export function stackConfig(): ConfigLookup {
  return (key) => {
    const full = fullKey(key, pulumi.getProject());
    const [namespace, name] = [full.slice(0, full.indexOf(":")), full.slice(full.indexOf(":") + 1)];
    if (isSecret(full)) return { isSecret: true };
    const value = new pulumi.Config(namespace).get(name);
    return value === undefined ? undefined : { value };
  };
}

/** The SDK knows, but its types don't say so. */
function isSecret(key: string): boolean {
  const runtime = pulumi.runtime as { readonly isConfigSecret?: (key: string) => boolean };
  return runtime.isConfigSecret?.(key) ?? false;
}
