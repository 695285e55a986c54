import { startSimulator } from "../../../provider/simulator/index";
import { write } from "../packed-package";
import { GOOGLE_KEY } from "./account";
import { createTestStack } from "./harness/test-stack";

const INBOX = `new Inbox("support", {
  emailAddress: "support@example.com",
  credential: { provider: "google", method: "serviceAccount", key: "env:GOOGLE_KEY" },
  signature: "<p>Kind regards</p>",
  mapping: { interactionPlan: "Customer support" },
}).outputs;
`;

/** A program of one inbox, by how it is written. */
export const PROGRAMS = {
  commonjs: `const { Inbox } = require("pulumi-vcc");\nexports.inbox = ${INBOX}`,
  module: `import { Inbox } from "pulumi-vcc";\nexport const inbox = ${INBOX}`,
} as const;

/** Writes the program into its folder, beside what else its package.json says. */
export function writeProgram(folder: string, type: keyof typeof PROGRAMS, manifest: object = {}): void {
  write(folder, "Pulumi.yaml", "name: inboxes\nruntime: nodejs\n");
  write(folder, "package.json", JSON.stringify({ name: "inboxes", main: "index.js", type, ...manifest }));
  write(folder, "index.js", PROGRAMS[type]);
}

const MADE = ["EmailAddress", "EmailSignature", "InteractionPlanMapping"];

/** What the three operations did to the program's objects; errors stand in their place. */
interface Life {
  readonly up: readonly string[] | string;
  /** Of a preview that refreshes, so it reads each object as well. */
  readonly preview: readonly string[] | string;
  readonly destroy: readonly string[] | string;
  /** Objects that the account has in the end. */
  readonly left: number;
  /** What the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The life of a program that works. */
export const WHOLE_LIFE: Omit<Life, "outputs"> = {
  up: MADE.map((kind) => `create ${kind} support`),
  preview: [],
  destroy: MADE.map((kind) => `delete ${kind} support`),
  left: 0,
};

/** Applies, previews with a refresh and destroys the program of a folder, on the engine and against a simulated account. */
export async function liveThrough(at: string, env: Readonly<Record<string, string>> = {}): Promise<Life> {
  const simulator = await startSimulator();
  const stack = await createTestStack({
    at,
    env: { CI: "true", ...simulator.environment, GOOGLE_KEY, ...env },
  });
  const told = ({ error, changes }: Awaited<ReturnType<typeof stack.up>>) =>
    error ?? changes.filter((line) => MADE.some((kind) => line.includes(kind))).sort();
  try {
    const up = told(await stack.up());
    const { stdout: outputs } = await stack.command("stack", "output", "--json");
    const preview = told(await stack.preview(undefined, { refresh: true }));
    const destroy = told(await stack.destroy());
    const { addresses, signatures, mappings } = simulator.state();
    const left = addresses.length + signatures.length + mappings.length;
    return { up, preview, destroy, left, outputs: JSON.parse(outputs) as Life["outputs"] };
  } finally {
    await stack.dispose();
    await simulator.stop();
  }
}
