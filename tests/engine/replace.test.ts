import { EmailAddress, EmailProfile, EmailSignature, InteractionPlanMapping } from "../../provider/index";
import type { RequestRecord } from "../../provider/simulator/index";
import { type Account, nameOf, openAccount, SERVICE_ACCOUNT } from "../support/engine/account";
import type { OperationResult } from "../support/engine/harness/operation";
import { about, idsOf, takeWrites } from "../support/engine/writes";

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(async () => account.dispose());

interface Mailbox {
  readonly resource: string;
  readonly mailbox?: string;
  readonly name?: string;
}

function address({ resource, mailbox = resource, name }: Mailbox): EmailAddress {
  const named = name === undefined ? {} : { name };
  return new EmailAddress(resource, {
    emailAddress: `${mailbox}@example.com`,
    credential: SERVICE_ACCOUNT,
    ...named,
  });
}

/** A mailbox with a signature and a mapping. */
function inbox(args: Mailbox): void {
  const { id, emailAddress } = address(args);
  new EmailSignature(args.resource, { addressId: id, html: "<p>Support</p>" });
  new InteractionPlanMapping(args.resource, {
    interactionPlan: "Customer support",
    addresses: [emailAddress],
  });
}

/** A mapping of several addresses. */
function mapAll(resource: string, mailboxes: readonly string[]): void {
  const addresses = mailboxes.map((mailbox) => address({ resource: mailbox }));
  new InteractionPlanMapping(resource, {
    interactionPlan: "Sales",
    addresses: addresses.map(({ emailAddress }) => emailAddress),
  });
}

/** An address with a profile of its own. */
function profiled(resource: string, profile: string): void {
  const { id: profileId } = new EmailProfile(profile);
  new EmailAddress(resource, {
    emailAddress: `${resource}@example.com`,
    profileId,
    credential: SERVICE_ACCOUNT,
  });
}

/** The cases beside each other in one program, before and after the change. */
const before = (): void => {
  inbox({ resource: "generated" });
  inbox({ resource: "fixed", name: "Fixed" });
  inbox({ resource: "renamed", name: "Renamed" });
  inbox({ resource: "respelled" });
  mapAll("fewer", ["a", "b", "c"]);
  mapAll("turned", ["d", "e"]);
  profiled("profiled", "old");
};
const after = (): void => {
  inbox({ resource: "generated", mailbox: "new-generated" });
  inbox({ resource: "fixed", mailbox: "new-fixed", name: "Fixed" });
  inbox({ resource: "renamed", mailbox: "new-renamed", name: "New name" });
  inbox({ resource: "respelled", mailbox: "Respelled" });
  mapAll("fewer", ["a", "c"]);
  mapAll("turned", ["e", "d"]);
  profiled("profiled", "new");
};

describe("what changes in a program", () => {
  let preview: OperationResult;
  let up: OperationResult;
  let writes: readonly RequestRecord[];
  const oldIds: Record<string, string[]> = {};
  beforeAll(async () => {
    const { simulator, stack } = account;
    expect((await stack.up(before)).error).toBeUndefined();
    for (const { name } of stack.state().resources) oldIds[name] = idsOf(stack, name);
    simulator.clearRequests();
    preview = await stack.preview(after);
    expect([preview.error, takeWrites(simulator)]).toEqual([undefined, []]);
    up = await stack.up(after);
    expect(up.error).toBeUndefined();
    writes = takeWrites(simulator);
  });

  /** Writes of a case, which has resources of these names. */
  const orderOf = (...names: readonly string[]): string[] => {
    const ids = names.flatMap((name) => [...(oldIds[name] ?? []), ...idsOf(account.stack, name)]);
    const mailboxes = names.flatMap((name) => [`${name}@example.com`, `new-${name}@example.com`]);
    return about(writes, [...ids, ...mailboxes]).map(nameOf);
  };
  /** Which of the mailboxes are mapped after each of all writes. */
  const mappedAfterEachWrite = (mailboxes: readonly string[]): string[][] => {
    const addresses = mailboxes.map((mailbox) => `${mailbox}@example.com`);
    return writes.map(({ mappedAddresses = [] }) =>
      mappedAddresses.filter((mapped) => addresses.includes(mapped)),
    );
  };
  const changesOf = (result: OperationResult, name: string) =>
    result.changes.filter((line) => line.endsWith(` ${name}`));

  test("a mailbox with a generated name: the new address is made and mapped in place before the old one goes", () => {
    expect(changesOf(preview, "generated")).toContain("update InteractionPlanMapping generated");
    for (const mapped of mappedAfterEachWrite(["generated", "new-generated"])) expect(mapped).toHaveLength(1);
    const order = orderOf("generated");
    expect(order.slice(0, 2)).toEqual(["POST address", "PUT sign-in"]);
    expect(order.slice(2, 4).sort()).toEqual(["PATCH mapping", "PUT signature"]);
    expect(order.slice(4)).toEqual(["DELETE signature", "DELETE address"]);
    const { addresses, mappings } = account.simulator.state();
    const mailboxes = addresses.map(({ emailAddress }) => emailAddress);
    expect(mailboxes).toContain("new-generated@example.com");
    expect(mailboxes).not.toContain("generated@example.com");
    const mapping = mappings.find(({ toAddresses }) => toAddresses.includes("new-generated@example.com"));
    expect(oldIds["generated"]).toContain(mapping?.mappingId);
  });

  test("a mailbox with a fixed name: the order is mapping, signature, address, and back", () => {
    expect(changesOf(preview, "fixed")).toContain("delete-replaced InteractionPlanMapping fixed");
    const order = orderOf("fixed");
    expect(order.slice(0, 2).sort()).toEqual(["DELETE mapping", "DELETE signature"]);
    expect(order.slice(2, 5)).toEqual(["DELETE address", "POST address", "PUT sign-in"]);
    expect(order.slice(5).sort()).toEqual(["POST mapping", "PUT signature"]);
  });

  test("a mailbox and its fixed name: there is no gap", () => {
    expect(orderOf("renamed")).toContain("POST address");
    for (const mapped of mappedAfterEachWrite(["renamed", "new-renamed"])) expect(mapped).toHaveLength(1);
  });

  test("a mailbox in another case: no change", () => {
    expect([...changesOf(preview, "respelled"), ...changesOf(up, "respelled")]).toEqual([]);
    expect(orderOf("respelled")).toEqual([]);
  });

  test("a mapping lets one address go before it is deleted, and keeps the others mapped throughout", () => {
    expect(orderOf("fewer", "a", "b", "c")).toEqual(["PATCH mapping", "DELETE address"]);
    const mapped = mappedAfterEachWrite(["a", "b", "c"]);
    const [all, others] = [
      ["a", "b", "c"],
      ["a", "c"],
    ].map((names) => names.map((name) => `${name}@example.com`));
    expect(new Set(mapped.map((one) => one.join()))).toEqual(new Set([all?.join(), others?.join()]));
    const last = mapped.findLastIndex((one) => one.length === 3);
    expect(mapped.slice(0, last + 1).every((one) => one.length === 3)).toBe(true);
  });

  test("a mapping's addresses in another order: no change", () => {
    expect(changesOf(up, "turned")).toEqual([]);
    expect(orderOf("turned", "d", "e")).toEqual([]);
  });

  test("a profile that is swapped: the address moves to the new one before the old one goes", () => {
    const profile = (name: string) =>
      account.simulator.state().profiles.find((one) => one.name.startsWith(name));
    const created = writes.filter((record) => nameOf(record) === "POST profile");
    const moved = about(writes, [profile("new-")?.id ?? "", ...(oldIds["old"] ?? [])]);
    expect(created).toHaveLength(1);
    expect([...created, ...moved].map(nameOf)).toEqual(["POST profile", "PATCH address", "DELETE profile"]);
    const sequences = [...created, ...moved].map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
  });

  test("and in the end nothing differs", async () => {
    const { error, changes } = await account.stack.preview(after, { refresh: true });
    expect([error, changes]).toEqual([undefined, []]);
  });
});

describe("what can't be done at once", () => {
  const named = (first: string, second: string) => {
    address({ resource: "one", name: first });
    address({ resource: "two", name: second });
  };
  const forced = (description: string): void => {
    const args = { emailAddress: "forced@example.com", description, credential: SERVICE_ACCOUNT };
    new EmailAddress("forced", args, { replaceOnChanges: ["description"] });
  };
  const program = (names: readonly [string, string], description: string) => () => {
    named(...names);
    forced(description);
  };
  let forcedId: string[];
  let swapError: string | undefined;
  let forcedError: string | undefined;
  beforeAll(async () => {
    const { stack } = account;
    expect((await stack.up(program(["One", "Two"], "one"))).error).toBeUndefined();
    forcedId = idsOf(stack, "forced");
    account.writes();
    // One by one: a check that fails ends the program, which may not have come to its last resource.
    swapError = (await stack.up(program(["Two", "One"], "one"))).error;
    forcedError = (await stack.up(program(["One", "Two"], "two"))).error;
  });

  test("is refused with plain errors, and nothing changes: two addresses that swap names, and a replacement that the program forces, which never takes up the object that is being replaced", () => {
    expect(swapError).toMatch(/name.*taken|taken.*name|already/iu);
    expect(forcedError).toContain("exists already");
    expect(account.writes()).toEqual([]);
    expect(idsOf(account.stack, "forced")).toEqual(forcedId);
  });

  test("is done with a third name, one run in between", async () => {
    const { simulator, stack } = account;
    expect((await stack.up(program(["Three", "One"], "one"))).error).toBeUndefined();
    expect((await stack.up(program(["Two", "One"], "one"))).error).toBeUndefined();
    const names = simulator.state().addresses.map(({ emailAddress, name }) => [emailAddress, name]);
    expect(Object.fromEntries(names)).toMatchObject({ "one@example.com": "Two", "two@example.com": "One" });
  });
});
