import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import * as fc from "fast-check";
import { canonicalHtml } from "../../provider/core/html";
import type { AccountReading } from "../../provider/export/account-reading";
import { type AccountExport, exportAccount, type ExportFormat } from "../../provider/export/export-account";
import { createSnapshotApi } from "../../provider/export/snapshot-api";
import { loadFleet } from "../../provider/fleet/load-fleet";
import { planIdOf } from "../../provider/resources/plans";
import { shuffled, someAccount } from "./arbitrary-account";
import { newFolder } from "./exporting";
import { runProgram } from "./run-program";
import { contentOf, type Content } from "./content";

async function take(account: AccountReading, format: ExportFormat): Promise<AccountExport> {
  const options = { format, only: [], kinds: [], packageVersion: "0.1.0" };
  return exportAccount(createSnapshotApi(account), options);
}

let folder: string;
beforeEach(() => {
  folder = newFolder();
});
afterEach(() => rmSync(folder, { recursive: true }));

function write({ files }: AccountExport): void {
  rmSync(folder, { recursive: true });
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const RUNS = { numRuns: 150 };

test("an exported fleet file is valid and says what the account has", async () => {
  await fc.assert(
    fc.asyncProperty(someAccount, async (account) => {
      const taken = await take(account, "fleet");
      expect(taken.summary.leftOut).toEqual([]);
      write(taken);
      const sources = { environment: "prod", env: {}, config: () => undefined };
      const { fleet, signatures, problems } = loadFleet(join(folder, "inboxes.yaml"), sources);
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(fromFleet({ fleet, signatures }, account)).toEqual(contentOf(account));
    }),
    RUNS,
  );
});
