import * as fc from "fast-check";
import { CONTRACT_KINDS, type ContractKindName } from "../../schema/contract/kinds";
import { ContractProfile } from "../../schema/contract/profile";

/** A few spellings, so that they meet. */
const spelling = fc.constantFrom(
  "a",
  "b",
  "name",
  "id",
  "block.a",
  "block.b.c",
  "signIn",
  "signIn.state",
  "authentication",
  "description",
  "test",
  "test.to",
  "testing.to",
);

/** A profile of this kind that can be used. */
export function profileOf(kind: ContractKindName): fc.Arbitrary<ContractProfile> {
  const { essential, optional } = CONTRACT_KINDS[kind];
  const fields = fc.dictionary(
    fc.constantFrom(...essential, ...optional),
    fc.oneof({ weight: 5, arbitrary: spelling }, { weight: 1, arbitrary: fc.constant(null) }),
    { maxKeys: 6, noNullPrototype: true },
  );
  const form = fc.constantFrom("list", "map", "object");
  return fc
    .record({ fields, dataSources: form })
    .map(({ fields: spelled, dataSources }) => ({
      kinds: {
        [kind]: { fields: spelled, ...("hasDataSources" in CONTRACT_KINDS[kind] && { dataSources }) },
      },
    }))
    .filter((profile) => ContractProfile.safeParse(profile).success);
}

/** What each field holds: texts that tell it from all others. */
export function bodyOf(kind: ContractKindName, form: string): Record<string, unknown> {
  const { essential, optional } = CONTRACT_KINDS[kind];
  const body: Record<string, unknown> = {};
  for (const field of [...essential, ...optional]) {
    const [parent = "", part] = field.split(".");
    if (part === undefined) body[field] = `value of ${field}`;
    else
      body[parent] = {
        ...(typeof body[parent] === "object" ? body[parent] : {}),
        [part]: `value of ${field}`,
      };
  }
  const sources = [{ name: "one", value: "1" }];
  if ("dataSources" in body)
    body["dataSources"] = form === "object" ? sources : [...sources, { name: "two", value: "2" }];
  return body;
}
