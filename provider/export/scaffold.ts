/** Name of the fleet file without its ending, and of the component that is made of it. */
export const FLEET_NAME = "inboxes";
export const FLEET_FILE = `${FLEET_NAME}.yaml`;

/** Program that loads the fleet file. */
export const FLEET_PROGRAM = `import * as pulumi from "@pulumi/pulumi";
import { InboxFleet } from "pulumi-vcc";

const fleet = InboxFleet.fromFile("${FLEET_FILE}", { environment: pulumi.getStack() });

/** What other stacks need, by inbox. */
export const inboxes = fleet.outputs;
`;

/** Builds the files of a Pulumi project around a program, by name; also the program, where it is always the same. */
export function projectFiles(
  packageVersion: string,
  program: string | undefined,
): ReadonlyMap<string, string> {
  const packageJson = {
    name: "vcc-inboxes",
    private: true,
    main: "index.ts",
    dependencies: { "@pulumi/pulumi": "^3.216.0", "pulumi-vcc": packageVersion },
    devDependencies: { "@types/node": "^20.0.0", typescript: "~6.0.3" },
  };
  return new Map([
    ...(program === undefined ? [] : [["index.ts", program] as const]),
    [
      "Pulumi.yaml",
      "name: vcc-inboxes\ndescription: Email inboxes of Vonage Contact Center\nruntime: nodejs\n",
    ],
    ["package.json", `${JSON.stringify(packageJson, undefined, 2)}\n`],
  ]);
}
