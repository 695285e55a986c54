import { readFileSync } from "node:fs";

/** The package's own manifest. Found by its name, because its folder differs between sources and the built package. */
export const MANIFEST = require.resolve("pulumi-vcc/package.json");

/** Version of this package, such as `0.1.0`. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(MANIFEST, "utf8")) as { readonly version: string }).version;
}
