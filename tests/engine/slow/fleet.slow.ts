import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InboxFleet } from "../../../provider/index";
import { IMPORT, runExport } from "../../support/export-fixture";
import { type Account, openAccount } from "../../support/engine/account";
import { createTestStack } from "../../support/engine/harness/test-stack";
import { BRAND, inboxName, manyInboxes } from "../../support/engine/many-inboxes";
import { newFolder } from "../../support/folders";

const COUNT = 1_000;
const TEN_MINUTES_IN_MS = 600_000;
/** The engine then writes its state once, at the end: safe, as the provider recognises its own orphans. */
const AT_ONCE = { env: { PULUMI_SKIP_CHECKPOINTS: "true" } };
const NO_CHANGES = { flags: ["--expect-no-changes"] };

describe("a fleet of 1,000 inboxes", () => {
  let account: Account;
  const folder = newFolder();
  const file = join(folder, "inboxes.yaml");
  const program = (): void => void InboxFleet.fromFile(file, { environment: "dev" });

  beforeAll(async () => {
    account = await openAccount();
    writeFileSync(file, manyInboxes(COUNT));
    writeFileSync(join(folder, "brand.html"), BRAND);
  });
  afterAll(async () => account.dispose());

  test(
    "is applied, every object once",
    async () => {
      const identity = account.stack.urn("StackIdentity", "vcc");
      expect((await account.stack.up(program, { target: [identity] })).error).toBeUndefined();
      const { error } = await account.stack.up(program, AT_ONCE);
      expect(error).toBeUndefined();
      expect(account.order()).toHaveLength(1 + 4 * COUNT);
      const { addresses, signatures, mappings } = account.simulator.state();
      expect([addresses.length, signatures.length, mappings.length]).toEqual([COUNT, COUNT, COUNT]);
    },
    TEN_MINUTES_IN_MS,
  );

  test(
    "is previewed with 0 API calls",
    async () => {
      expect((await account.stack.preview(program, NO_CHANGES)).error).toBeUndefined();
      expect(account.simulator.requests()).toEqual([]);
    },
    TEN_MINUTES_IN_MS,
  );

  test(
    "changed in one field of one inbox, sends that field",
    async () => {
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.replace("description: Inbox 500 }", "description: Changed }"));
      const { error, changes } = await account.stack.up(program, AT_ONCE);
      expect([error, changes]).toEqual([undefined, [`update EmailAddress ${inboxName(500)}`]]);
      expect(account.writes()).toEqual(['PATCH address {"description":"Changed"}']);
    },
    TEN_MINUTES_IN_MS,
  );

  test(
    "is exported, taken up by another stack without a call, and exported again with the same bytes",
    async () => {
      const { files, folder: exported } = await runExport(account.simulator);
      account.simulator.clearRequests();
      const adopted = await createTestStack({ copyOf: exported, env: account.simulator.environment });
      try {
        expect((await adopted.operation(IMPORT, undefined, AT_ONCE)).error).toBeUndefined();
        const { error, changes } = await adopted.preview();
        expect([error, changes]).toEqual([undefined, []]);
        expect(account.simulator.requests()).toEqual([]);
      } finally {
        await adopted.dispose();
      }
      expect((await runExport(account.simulator)).files).toEqual(files);
    },
    TEN_MINUTES_IN_MS,
  );
});
