import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { shareEngine } from "./found-engine";
import { REPOSITORY } from "../../repository";

/** Jest's set-up for tests on the engine; it runs only when some of them are to run. */
export default async function ready(): Promise<void> {
  if (newest("dist") < Math.max(newest("schema"), newest("provider"))) {
    process.stderr.write(
      "dist/ is older than the sources, and is what the engine's provider runs: npm run build\n",
    );
  }
  await shareEngine();
}

/** When the last change below a folder was, in ms since 1970; 0 without the folder. */
function newest(folder: string): number {
  const path = join(REPOSITORY, folder);
  const files =
    statSync(path, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(path, { recursive: true });
  return Math.max(0, ...files.map((file) => statSync(join(path, String(file))).mtimeMs));
}
