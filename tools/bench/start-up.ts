import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { KINDS } from "../../provider/kinds/index";
import { providerText } from "../../provider/pulumi/provider-text";

const run = promisify(execFile);
const ROOT = join(__dirname, "..", "..");
const RUNS = 5;

/** Loads the dynamic host in a process that holds the Pulumi SDK already, and tells ms, and whether vendors came too. */
const LOAD = `
require("@pulumi/pulumi");
const start = performance.now();
require("pulumi-vcc/dynamic/email-address");
const ms = performance.now() - start;
const vendors = Object.keys(require.cache).filter((file) => /node_modules.(googleapis|@azure.msal-node)/.test(file));
console.log(JSON.stringify({ ms, vendors: vendors.length }));
`;

/** Prints what the provider costs before its first operation. */
export async function measureStartUp(): Promise<void> {
  const loads: { ms: number; vendors: number }[] = [];
  for (let i = 0; i < RUNS; i += 1) {
    const { stdout } = await run(process.execPath, ["-e", LOAD], { cwd: ROOT });
    loads.push(JSON.parse(stdout) as { ms: number; vendors: number });
  }
  const times = loads.map(({ ms }) => ms).sort((a, b) => a - b);
  console.log("Start-up");
  console.log(
    `  dynamic host, beside the Pulumi SDK   ${times[Math.floor(RUNS / 2)]?.toFixed(0)} ms (median of ${RUNS})`,
  );
  console.log(`  Google and Microsoft modules loaded   ${Math.max(...loads.map(({ vendors }) => vendors))}`);
  console.log(
    `  longest provider text                 ${Math.max(...KINDS.map(({ resource }) => providerText(resource.kind).length))} bytes\n`,
  );
}
