import { readFileSync, writeFileSync } from "node:fs";
import { createRequire, register } from "node:module";

/** Run with tsx: does what it is told with credentials, and tells which packages that has loaded. */
const [log, task] = [process.argv[2], JSON.parse(process.argv[3])];
writeFileSync(log, "");
// Imports of ES modules pass the hooks; what is required stands in the cache.
const hooks = `
  import { appendFileSync } from "node:fs";
  export async function load(url, context, next) {
    appendFileSync(${JSON.stringify(log)}, url + "\\n");
    return next(url, context);
  }`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

const { createCredentials } = await import("../../provider/credentials/index.ts");
const credentials = createCredentials(
  { environment: task.environment, folder: "/nowhere", config: () => undefined },
  { identityEndpoints: task.endpoints, requestTimeoutMs: 2_000 },
);
const results = [];
for (const credential of task.credentials) {
  credentials.fingerprint(credential, task.mailbox);
  credentials.expiresAt(credential, task.mailbox);
  credentials.warnings(credential);
  credentials.problems(credential);
  if (credential.method !== "interactive") await credentials.grant(credential, task.mailbox);
  if (task.probe) results.push(await credentials.probe(credential, task.mailbox));
}
const files = [
  ...readFileSync(log, "utf8").split("\n"),
  ...Object.keys(createRequire(import.meta.url).cache),
];
process.stdout.write(
  JSON.stringify({ results, files: files.filter((file) => file.includes("/node_modules/")) }),
);
