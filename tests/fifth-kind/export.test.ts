import { renderExport, summaryToJson } from "../../provider/cli/export-report";
import {
  EXPORT_FORMATS,
  exportAccount,
  type ExportOptions,
  kindNouns,
} from "../../provider/export/export-account";
import { createReading } from "../../provider/export/account-reading";
import { createSnapshotApi } from "../../provider/export/snapshot-api";
import { KINDS } from "../../provider/kinds/index";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import { importEntries } from "../support/import-entries";
import { emailBlocklistKind } from "./email-blocklist/index";
import { EMAIL_BLOCKLISTS } from "./email-blocklist/schema";

const TIME = "2026-11-01T08:00:00.000Z";
const KINDS_AND_OURS = [...KINDS, emailBlocklistKind];

const SUPPORT = {
  id: "adr_1",
  emailAddress: "support@example.com",
  name: "Support",
  profileId: null,
  authentication: { status: "Active", method: "interactive" },
  createdAt: TIME,
  updatedAt: TIME,
};
const spam = {
  id: "blk_1",
  name: "Spam (old)",
  senders: ["x@example.org", "a@example.org"],
  updatedAt: TIME,
};
const inbox = {
  id: "blk_2",
  name: "Support",
  senders: ["b@example.org"],
  addressId: "adr_1",
  updatedAt: TIME,
};

const api = createSnapshotApi(
  createReading({
    lists: new Map<string, readonly object[]>([
      [EMAIL_ADDRESSES.path, [SUPPORT]],
      [EMAIL_BLOCKLISTS.path, [spam, inbox]],
    ]),
  }),
);

const take = async (options: Partial<ExportOptions>) =>
  exportAccount(
    api,
    { format: "typescript", only: [], kinds: [], packageVersion: "0.1.0", ...options },
    { kinds: KINDS_AND_OURS },
  );

test("--kind has its noun, after those of inboxes", () => {
  expect(kindNouns(KINDS_AND_OURS)).toEqual([...kindNouns(KINDS), "blocklist"]);
});

test("it is named, and declared in TypeScript with what it refers to", async () => {
  const { files } = await take({});
  expect(files.get("index.ts")).toContain('import { EmailAddress, EmailBlocklist } from "pulumi-vcc";\n');
  expect(files.get("index.ts")).toContain(
    [
      'const supportAddress = new EmailAddress("support", {',
      '  emailAddress: "support@example.com",',
      '  name: "Support",',
      '  credential: {\n    method: "interactive",\n  },',
      "});",
      "",
      'new EmailBlocklist("spam-old", {',
      '  name: "Spam (old)",',
      '  senders: ["a@example.org", "x@example.org"],',
      "});",
      "",
      'new EmailBlocklist("support", {',
      '  name: "Support",',
      '  senders: ["b@example.org"],',
      "  addressId: supportAddress.id,",
      "});",
    ].join("\n"),
  );
});

test("it is imported by its module, with what the provider would have stored", async () => {
  const { files } = await take({ kinds: ["blocklist"], only: ["spam*"] });
  const provider = { __provider: 'exports.handler=()=>require("pulumi-vcc/dynamic/email-blocklist")' };
  expect(importEntries({ files })).toEqual([
    {
      kind: "EmailBlocklist",
      name: "spam-old",
      parent: "",
      id: "blk_1",
      inputs: { name: "Spam (old)", senders: ["a@example.org", "x@example.org"], ...provider },
      outputs: expect.objectContaining({ updatedAt: TIME, ...provider }) as unknown,
    },
  ]);
});

test("what isn't taken is referred to by id", async () => {
  const { files } = await take({ kinds: ["blocklist"] });
  expect(files.get("index.ts")).toContain('addressId: "adr_1"');
});

test("the summary counts it, and has what is told of it besides", async () => {
  const { summary } = await take({ kinds: ["blocklist"] });
  expect(summaryToJson(summary)).toMatchObject({
    isComplete: true,
    taken: { addresses: 0, signatures: 0, profiles: 0, mappings: 0, blocklists: 2 },
    longBlocklists: ["Spam (old)"],
  });
  const lines = renderExport("folder", summary, { written: [], unchanged: [], kept: [] });
  expect(lines[0]).toMatch(
    /^Exported 0 addresses, 0 signatures, 0 profiles, 0 mappings, .*\b2 blocklists to folder\.$/u,
  );
  expect(lines).toContain("Blocklists of more than one sender: Spam (old)");
});

test("a fleet file has no place for it, which is told", async () => {
  const { files, summary } = await take({ format: "fleet" });
  const why = "a fleet file has no place for it. Export it with --format typescript.";
  expect(summary.isComplete).toBe(false);
  expect(summary.leftOut).toEqual([
    { kind: "EmailBlocklist", what: "Spam (old)", why },
    { kind: "EmailBlocklist", what: "Support", why },
  ]);
  expect(files.get("inboxes.yaml")).toContain(`# - EmailBlocklist "Spam (old)": ${why}\n`);
  expect(files.get("import.json")).not.toContain("EmailBlocklist");
  expect(files.get("inboxes.yaml")).toContain("inboxes:\n  support:");
});

test.each(EXPORT_FORMATS)("an account without it is exported as ever: %s", async (format) => {
  const options = { format, only: [], kinds: [], packageVersion: "0.1.0" };
  const account = createSnapshotApi(createReading({ lists: new Map([[EMAIL_ADDRESSES.path, [SUPPORT]]]) }));
  const withOurs = await exportAccount(account, options, { kinds: KINDS_AND_OURS });
  expect(withOurs.files).toEqual((await exportAccount(account, options)).files);
});
