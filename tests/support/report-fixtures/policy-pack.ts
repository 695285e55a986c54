import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { TestStack } from "../engine/harness/test-stack";

const PACK = "policies";
/**
 * The engine has a plugin `pulumi-analyzer-policy-RUNTIME` run the pack of a runtime that is no language. So it needs no
 * language host that can run packs, which one that is built from source lacks.
 */
const RUNTIME = "house";
const ANALYZER = `#!/bin/sh
exec node "$(node -p 'require.resolve("@pulumi/pulumi/cmd/run-policy-pack")')" "$@"
`;

/** Flags and variables of a command that a policy pack checks. */
interface PolicyCheck {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Writes a policy pack beside a stack's program. `policies`: a list of policies, as JavaScript. */
export function writePolicyPack(stack: TestStack, policies: string | undefined): PolicyCheck {
  if (policies === undefined) return { args: [], env: {} };
  const [pack, programs] = [join(stack.folder, PACK), join(stack.folder, "bin")];
  for (const folder of [pack, programs]) mkdirSync(folder, { recursive: true });
  const analyzer = join(programs, `pulumi-analyzer-policy-${RUNTIME}`);
  writeFileSync(analyzer, ANALYZER);
  chmodSync(analyzer, 0o755);
  writeFileSync(join(pack, "PulumiPolicy.yaml"), `runtime: ${RUNTIME}\nversion: 0.0.1\n`);
  writeFileSync(
    join(pack, "package.json"),
    JSON.stringify({ name: "house-rules", version: "0.0.1", main: "index.js" }),
  );
  writeFileSync(
    join(pack, "index.js"),
    `new (require("@pulumi/policy").PolicyPack)("house-rules", { policies: ${policies} });\n`,
  );
  const path = [programs, stack.environment["PATH"] ?? ""].join(delimiter);
  return { args: ["--policy-pack", PACK], env: { PATH: path } };
}
