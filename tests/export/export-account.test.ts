import { BUILT_IN_CONTRACT } from "../../schema/contract/contract";
import * as fc from "fast-check";
import { summaryToJson } from "../../provider/cli/export-report";
import { checkInputs } from "../../provider/lifecycle/check";
import type { ResourceDefinition } from "../../provider/lifecycle/definition";
import { difference } from "../../provider/lifecycle/diff";
import { sameHtml } from "../../provider/text/html";
import type { Bag } from "../../provider/lifecycle/lifecycle";
import { createCredentials } from "../../provider/credentials/index";
import {
  type AccountExport,
  EXPORT_FORMATS,
  exportAccount,
  type ExportFormat,
} from "../../provider/export/export-account";
import { createSnapshotApi } from "../../provider/export/snapshot-api";
import { emailAddress } from "../../provider/kinds/email-address/handler";
import { emailProfile } from "../../provider/kinds/email-profile/handler";
import { emailSignature } from "../../provider/kinds/email-signature/handler";
import { interactionPlanMapping } from "../../provider/kinds/interaction-plan-mapping/handler";
import type { Registered } from "../support/mocked-program";
import { type AccountObjects, readingOf, shuffled, someAccount } from "../support/arbitrary-account";
import { type ImportEntry, importEntries } from "../support/import-entries";
import { runExported } from "../support/run-exported";
import { newFolder } from "../support/folders";

const DEFINITIONS: Readonly<Record<string, unknown>> = {
  EmailAddress: emailAddress,
  EmailProfile: emailProfile,
  EmailSignature: emailSignature,
  InteractionPlanMapping: interactionPlanMapping,
};
/** As on a machine with none of the material. */
const credentials = createCredentials({ environment: {}, folder: "", config: () => undefined });

async function take(account: AccountObjects, format: ExportFormat): Promise<AccountExport> {
  const options = { format, only: [], kinds: [], packageVersion: "0.1.0" };
  return exportAccount(createSnapshotApi(readingOf(account)), options);
}

/** Exports and runs the program; hands over each managed resource with its entry in the import file. */
async function runWithEntries(
  account: AccountObjects,
  format: ExportFormat,
): Promise<{ readonly resource: Registered; readonly entry: ImportEntry }[]> {
  const folder = newFolder();
  const taken = await take(account, format);
  expect(taken.summary.leftOut).toEqual([]);
  const entries = importEntries(taken);
  const registered = await runExported(taken, format, folder);
  const keyOf = ({ kind, name, parent }: ImportEntry | Registered): string => `${kind} ${name} < ${parent}`;
  expect(registered.map(keyOf).sort()).toEqual(entries.map(keyOf).sort());
  return registered.flatMap((resource) => {
    const entry = entries.find((one) => keyOf(one) === keyOf(resource));
    return entry?.id === undefined ? [] : [{ resource: withIds(resource, entries), entry }];
  });
}

/** The mocks give every resource an id of their own. */
function withIds(resource: Registered, entries: readonly ImportEntry[]): Registered {
  const idOf = (kind: string, mocked: unknown): unknown =>
    entries.find((entry) => entry.kind === kind && `${entry.name}-id` === mocked)?.id ?? mocked;
  const { profileId, addressId, ...rest } = resource.inputs;
  return {
    ...resource,
    inputs: {
      ...rest,
      ...(profileId !== undefined && { profileId: idOf("EmailProfile", profileId) }),
      ...(addressId !== undefined && { addressId: idOf("EmailAddress", addressId) }),
    },
  };
}

describe.each(EXPORT_FORMATS.map((format) => ({ format })))("any account as $format", ({ format }) => {
  test("its program registers what is imported, and the provider finds nothing to change", async () => {
    await fc.assert(
      fc.asyncProperty(someAccount, async (account) => {
        for (const { resource, entry } of await runWithEntries(account, format)) {
          const { __provider: _text, ...olds } = entry.inputs;
          const definition = DEFINITIONS[entry.kind] as ResourceDefinition<Bag, Bag>;
          const { name } = entry;
          const identity = { urn: name, project: "shop", stack: "dev", name };
          const request = {
            olds,
            news: resource.inputs,
            resource: identity,
            credentials,
            contract: BUILT_IN_CONTRACT,
          };
          const { inputs, failures } = checkInputs(definition, request);
          expect(failures).toEqual([]);
          expect(inputs).toEqual(olds);
          expect(difference(definition, entry.outputs, inputs).changed).toEqual([]);
        }
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  test("the same account in another order gives the same bytes", async () => {
    await fc.assert(
      fc.asyncProperty(someAccount, fc.nat(), async (account, seed) => {
        const [one, other] = [await take(account, format), await take(shuffled(account, seed), format)];
        expect([...other.files].sort()).toEqual([...one.files].sort());
        expect(summaryToJson(other.summary)).toEqual(summaryToJson(one.summary));
      }),
    );
  });
});

test("what is imported is what the account has", async () => {
  await fc.assert(
    fc.asyncProperty(someAccount, async (account) => {
      const entries = importEntries(await take(account, "typescript"));
      const outputsOf = (kind: string, id: string): Bag | undefined =>
        entries.find((entry) => entry.kind === kind && entry.id === id)?.outputs;
      for (const { id, name, description, emailAddress: mailbox, authentication } of account.addresses) {
        expect(outputsOf("EmailAddress", id)).toMatchObject({
          name,
          description,
          emailAddress: mailbox,
          status: "Active",
        });
        expect(outputsOf("EmailAddress", id)?.["authenticatedAt"]).toBe(
          authentication.authenticatedAt ?? undefined,
        );
        const html = account.signatures.get(id)?.html;
        const found = outputsOf("EmailSignature", id)?.["html"];
        expect(html === undefined ? found === undefined : sameHtml(html, found)).toBe(true);
      }
      for (const { id, name, description } of account.profiles) {
        expect(outputsOf("EmailProfile", id)).toMatchObject({ name, description });
      }
      for (const { mappingId, mappingName, interactionPlanId, toAddresses, priority } of account.mappings) {
        const outputs = outputsOf("InteractionPlanMapping", mappingId);
        expect(outputs).toMatchObject({ name: mappingName, interactionPlanId, priority });
        const lower = (addresses: unknown): string[] =>
          (addresses as string[]).map((address) => address.toLowerCase()).sort();
        expect(lower(outputs?.["addresses"])).toEqual(lower(toAddresses));
      }
      expect(entries).toHaveLength(
        account.addresses.length +
          account.signatures.size +
          account.profiles.length +
          account.mappings.length,
      );
    }),
  );
});
