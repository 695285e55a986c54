import type { Bag } from "../../provider/lifecycle/lifecycle";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { prepareAddress } from "../support/account-objects";

const engine = useEngineDouble();

const PATCHED = KINDS.filter(({ kind }) => kind !== "EmailSignature");

const PATHS = { EmailProfile: "/profiles", EmailAddress: "/addresses", InteractionPlanMapping: "/mappings" };

describe("a run writes what its preview showed, and no more", () => {
  test.each(
    PATCHED.flatMap((row) =>
      row.changes
        .filter(({ field }) => field !== "description" && field !== "name")
        .map((change) => ({ ...row, ...change })),
    ),
  )(
    "$kind: somebody changed $field by hand, and the program changes its description",
    async ({ kind, noun, key, prepare, field, value, write, undo }) => {
      const args = prepare(engine.simulator);
      const resource = new ManagedResource(engine, kind);
      await resource.up(args);
      engine.newRun();
      engine.simulator.edit(noun, key, bodyOf(write));
      const described = { ...args, description: "d" };
      engine.calls();
      expect(await resource.up(described)).toBe("update");
      expect(engine.writes()).toEqual([
        expect.stringMatching(/^PATCH \w+ \{"(mappingD|d)escription":"d"\}$/u),
      ]);
      expect(engine.said).toEqual([
        expect.stringMatching(
          new RegExp(
            `is otherwise in VCC .* ${field} (is .* is wanted|has .* in VCC, not in the program)\\. pulumi up --refresh `,
            "u",
          ),
        ),
      ]);
      // The state is what VCC has, so the next preview shows it, also without a refresh.
      expect(sorted(resource.state[field])).toEqual(sorted(value));
      engine.newRun();
      expect(await resource.up(described)).toBe("update");
      expect(engine.writes()).toEqual([undo]);
      expect(resource.preview(described)).toBe("same");
    },
  );

  /** The body of a described write, with the ids of plans in place of their names. */
  function bodyOf(write: string): Bag {
    const { plans } = engine.simulator.state();
    const text = plans.reduce(
      (body, plan) => body.replaceAll(`<${plan.interactionPlanName}>`, plan.interactionPlanId),
      write.replace(/^\w+ \w+ /u, ""),
    );
    return JSON.parse(text) as Bag;
  }

  const sorted = (value: unknown) => (Array.isArray(value) ? [...(value as unknown[])].sort() : value);

  test("also after a lost reply, which is done as far as it was asked for", async () => {
    const [row] = KINDS.filter(({ kind }) => kind === "InteractionPlanMapping");
    const args = row?.prepare(engine.simulator) ?? {};
    const mapping = new ManagedResource(engine, "InteractionPlanMapping");
    await mapping.up(args);
    engine.newRun();
    engine.simulator.edit("mapping", "Routing", { priority: 9999 });
    engine.simulator.addFault({ method: "PATCH", path: "/mappings", after: true, close: true });
    await mapping.up({ ...args, description: "d" });
    expect(mapping.unfinished).toBe(false);
    expect(mapping.state).toMatchObject({ description: "d", priority: 9999 });
  });

  test.each([
    {
      of: "nothing",
      wanted: [MAILBOX, "b@example.com"],
      sent: [MAILBOX, "b@example.com", "by.hand@example.com"],
    },
    { of: "another one", wanted: ["b@example.com"], sent: ["b@example.com", "by.hand@example.com"] },
  ])(
    "an address that somebody added keeps its mail where the program adds one, and takes out $of",
    async ({ wanted, sent }) => {
      const args = { ...MAPPING, addresses: [MAILBOX] };
      const mapping = await mappingWithOneMore(args);
      const changed = { ...args, addresses: wanted };
      expect(await mapping.up(changed)).toBe("update");
      expect(engine.writes()).toEqual([`PATCH mapping ${JSON.stringify({ toAddresses: sorted(sent) })}`]);
      expect(engine.said).toEqual([
        expect.stringContaining(
          'addresses has "by.hand@example.com" in VCC, not in the program. pulumi up --refresh',
        ),
      ]);
      // The next preview shows that it goes.
      engine.newRun();
      expect(await mapping.up(changed)).toBe("update");
      expect(engine.writes()).toEqual([`PATCH mapping ${JSON.stringify({ toAddresses: sorted(wanted) })}`]);
      expect(mapping.preview(changed)).toBe("same");
    },
  );

  test("an address that somebody took out isn't routed again by a change of others; the next run shows it", async () => {
    const args = { ...MAPPING, addresses: [MAILBOX, "by.hand@example.com"] };
    const mapping = await mappingWithOneMore(args);
    engine.simulator.edit("mapping", "Routing", { toAddresses: [MAILBOX] });
    const changed = { ...args, addresses: [...args.addresses, "b@example.com"] };
    await mapping.up(changed);
    expect(engine.said).toEqual([
      expect.stringContaining('addresses has "by.hand@example.com" in the program, not in VCC'),
    ]);
    expect(sorted(mapping.state["addresses"])).toEqual(["b@example.com", MAILBOX]);
    expect(mapping.preview(changed)).toBe("update");
  });

  test("senders of the tests, and data sources, are such sets and maps as well", async () => {
    const testing = (...fromAddresses: string[]) => ({ interactionPlan: "Quality testing", fromAddresses });
    const args = {
      ...MAPPING,
      addresses: [MAILBOX],
      testing: testing("qa@example.com"),
      dataSources: { a: "1", b: "1" },
    };
    const mapping = await mappingWithOneMore(args);
    const { plans, mappings } = engine.simulator.state();
    const [sales] = plans.filter(({ interactionPlanName }) => interactionPlanName === "Sales");
    const interactionPlanId = sales?.interactionPlanId ?? "";
    const fromAddresses = [...(mappings[0]?.testing?.fromAddresses ?? []), "by.hand@example.com"];
    engine.simulator.edit("mapping", "Routing", {
      testing: { interactionPlanId, fromAddresses },
      dataSources: ["a", "b", "c"].map((name) => ({ name, value: "by hand" })),
    });
    engine.calls();
    await mapping.up({
      ...args,
      testing: testing("qa@example.com", "two@example.com"),
      dataSources: { a: "2" },
    });
    expect(engine.writes()).toEqual([
      `PATCH mapping ${JSON.stringify({
        dataSources: [
          { name: "a", value: "2" },
          { name: "c", value: "by hand" },
        ],
        testing: {
          interactionPlanId: "<Sales>",
          fromAddresses: ["by.hand@example.com", "qa@example.com", "two@example.com"],
        },
      })}`,
    ]);
    expect(mapping.state).toMatchObject({
      testing: { interactionPlan: "Sales" },
      dataSources: { a: "2", c: "by hand" },
    });
    expect(mapping.unfinished).toBe(false);
    expect(engine.said).toEqual([expect.stringMatching(/dataSources has "c" in VCC.*testing is .*Sales/u)]);
  });

  test("and so are a profile's settings", async () => {
    const profile = new ManagedResource(engine, "EmailProfile");
    await profile.up({ name: "Care", settings: { a: 1 } });
    engine.newRun();
    engine.simulator.edit("profile", "Care", { settings: { a: 1, b: "by hand" } });
    engine.calls();
    await profile.up({ name: "Care", settings: { a: 2 } });
    expect(engine.writes()).toEqual(['PATCH profile {"settings":{"a":2,"b":"by hand"}}']);
    expect(engine.said).toEqual([expect.stringContaining('settings has "b" in VCC, not in the program')]);
    engine.newRun();
    expect(await profile.up({ name: "Care", settings: { a: 2 } })).toBe("update");
    expect(engine.writes()).toEqual(['PATCH profile {"settings":{"a":2}}']);
  });

  test("a list that VCC answers otherwise than it was sent is a failure all the same", async () => {
    const mapping = await mappingWithOneMore({ ...MAPPING, addresses: [MAILBOX] });
    const alters = { toAddresses: ["b@example.com"] };
    engine.simulator.addFault({ method: "PATCH", path: "/mappings", alters });
    const changing = mapping.up({ ...MAPPING, addresses: [MAILBOX, "b@example.com"] });
    await expect(changing).rejects.toThrow('addresses is ["b@example.com"] where');
    expect(mapping.unfinished).toBe(true);
  });

  const MAPPING = { interactionPlan: "Customer support", name: "Routing" };

  /** A mapping to which somebody has added an address since. */
  async function mappingWithOneMore(args: Bag & { readonly addresses: readonly string[] }) {
    for (const emailAddress of [MAILBOX, "b@example.com", "by.hand@example.com"])
      engine.simulator.create("address", { emailAddress, name: emailAddress });
    const mapping = new ManagedResource(engine, "InteractionPlanMapping");
    await mapping.up(args);
    engine.newRun();
    const toAddresses = [...new Set([...args.addresses, "by.hand@example.com"])];
    engine.simulator.edit("mapping", "Routing", { toAddresses });
    engine.calls();
    return mapping;
  }

  test("adoption brings in line what the program states; the rest is told, and left to the next run", async () => {
    engine.simulator.create("profile", { name: "Care", description: "by hand", settings: { a: 1 } });
    const profile = new ManagedResource(engine, "EmailProfile");
    const args = { name: "Care", settings: { a: 2 }, adopt: true };
    await profile.up(args);
    expect(engine.writes()).toEqual(['PATCH profile {"settings":{"a":2}}']);
    expect(engine.said).toEqual([
      expect.stringContaining("is taken over, and changed to what the program says: settings."),
      expect.stringMatching(/taken over with what the program leaves out: description is .* is the default/u),
    ]);
    engine.newRun();
    expect(profile.preview({ ...args, description: "by hand" })).toBe("same");
    expect(await profile.up(args)).toBe("update");
    expect(engine.writes()).toEqual(['PATCH profile {"description":""}']);
  });
});

describe("a signature, which is written whole", () => {
  async function signatureOf(html: string) {
    const addressId = prepareAddress(engine.simulator);
    const signature = new ManagedResource(engine, "EmailSignature");
    await signature.up({ addressId, html });
    engine.newRun();
    engine.calls();
    return { signature, args: (changed: string) => ({ addressId, html: changed }) };
  }

  test("that somebody edited by hand isn't overwritten unless a preview has shown it", async () => {
    const { signature, args } = await signatureOf("<p>One</p>");
    engine.simulator.edit("signature", MAILBOX, { html: "<p>By hand</p>" });
    await expect(signature.up(args("<p>Two</p>"))).rejects.toThrow(
      /isn't changed: VCC has other HTML, written at .* pulumi up --refresh shows that/u,
    );
    expect(engine.writes()).toEqual([]);
    engine.newRun();
    await signature.refresh();
    expect(await signature.up(args("<p>Two</p>"))).toBe("update");
    expect(engine.writes()).toEqual(['PUT signature {"html":"<p>Two</p>"}']);
  });

  test("is overwritten where somebody saved it as it was", async () => {
    const { signature, args } = await signatureOf("<p>One</p>");
    engine.simulator.edit("signature", MAILBOX, { html: "<p>One</p>" });
    expect(await signature.up(args("<p>Two</p>"))).toBe("update");
    expect(engine.calls()).toEqual(["GET signature", "PUT signature"]);
  });

  test("isn't written where somebody made the change by hand, or a killed run has", async () => {
    const { signature, args } = await signatureOf("<p>One</p>");
    engine.simulator.edit("signature", MAILBOX, { html: "<p>Two</p>" });
    expect(await signature.up(args("<p>Two</p>"))).toBe("update");
    expect(engine.calls()).toEqual(["GET signature"]);
    expect(signature.preview(args("<p>Two</p>"))).toBe("same");
    await signature.destroy();
    expect(engine.simulator.state().signatures).toEqual([]);
  });
});

describe("a sign-in that VCC has lost, seen by an update that isn't about it", () => {
  const args = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };

  test("is told, and the next run shows it and signs in again, without a refresh", async () => {
    const address = new ManagedResource(engine, "EmailAddress");
    await address.up(args);
    engine.newRun();
    engine.calls();
    engine.simulator.expire(MAILBOX);
    const described = { ...args, description: "d" };
    expect(await address.up(described)).toBe("update");
    expect(engine.writes()).toEqual(['PATCH address {"description":"d"}']);
    expect(engine.said).toEqual([expect.stringContaining('status is "Expired" where "Active" is wanted')]);
    expect(address.state).toMatchObject({ status: "Expired", health: "expired" });
    engine.newRun();
    expect(await address.up(described)).toBe("update");
    expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
    expect(address.preview(described)).toBe("same");
  });
});

describe("what VCC doesn't tell is no difference, whatever the field", () => {
  const OPTIONAL: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    EmailProfile: { description: "description", settings: "settings" },
    EmailAddress: {
      description: "description",
      dataSources: "dataSources",
      serviceNameForReports: "serviceNameForReports",
    },
    InteractionPlanMapping: {
      description: "mappingDescription",
      interactionPlan: "interactionPlanId",
      dataSources: "dataSources",
      priority: "priority",
      testing: "testing",
      addresses: "toAddresses",
    },
  };

  test.each(
    PATCHED.flatMap((row) =>
      row.changes.flatMap((change) => {
        const wire = OPTIONAL[row.kind]?.[change.field];
        return wire === undefined ? [] : [{ ...row, ...change, wire }];
      }),
    ),
  )("$kind without $wire", async ({ kind, prepare, field, value, wire, write, undo }) => {
    const args = prepare(engine.simulator);
    const path = PATHS[kind as keyof typeof PATHS];
    engine.simulator.addFault({ path, times: 1_000, tells: { [wire]: undefined } });
    const resource = new ManagedResource(engine, kind);
    const changed = { ...args, [field]: value };
    await resource.up(changed);
    for (let run = 0; run < 2; run += 1) {
      engine.newRun();
      engine.calls();
      await resource.refresh();
      expect(await resource.up(changed)).toBe("same");
      // A write of something else leaves it alone.
      await resource.up({ ...changed, name: `Other ${run}` });
      expect(engine.writes()).toEqual([
        expect.stringMatching(/^PATCH \w+ \{"(mappingN|n)ame":"Other \d"\}$/u),
      ]);
      await resource.up({ ...changed, name: args["name"] });
    }
    engine.calls();
    await resource.up(args);
    expect(engine.writes()).toEqual([undo]);
    await resource.up(changed);
    expect(engine.writes()).toEqual([write]);
    expect(engine.said).toEqual([]);
  });

  test("an address without its profile", async () => {
    engine.simulator.addFault({ path: "/addresses", times: 1_000, tells: { profileId: undefined } });
    engine.simulator.create("profile", { name: "Care" });
    const address = new ManagedResource(engine, "EmailAddress");
    const args = {
      emailAddress: MAILBOX,
      name: "Support",
      profileId: "name:Care",
      credential: SERVICE_ACCOUNT,
    };
    await address.up(args);
    engine.newRun();
    await address.refresh();
    expect(await address.up(args)).toBe("same");
  });
});
