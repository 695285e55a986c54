import { ConflictError } from "../../provider/errors";
import type { Fault } from "../../provider/simulator/index";
import { KINDS } from "../support/kinds";
import { ManagedResource } from "../support/managed-resource";
import { pathsOf } from "../support/request-nouns";
import { useEngineDouble } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { prepareAddress } from "../support/account-objects";

const engine = useEngineDouble();

/** How a write can land without anybody hearing of it, and whether what may be done twice is sent twice then. */
const LOSSES: readonly { readonly loss: string; readonly isRepeated: boolean; readonly fault: Fault }[] = [
  { loss: "the connection is cut", isRepeated: true, fault: { close: true } },
  {
    loss: "a gateway answers 502",
    isRepeated: true,
    fault: { status: 502, body: "<html>Bad gateway</html>" },
  },
  { loss: "a gateway answers 504", isRepeated: true, fault: { status: 504 } },
  { loss: "a page comes with 200", isRepeated: false, fault: { status: 200, body: "<html>Wait</html>" } },
  { loss: "another object comes with 200", isRepeated: false, fault: { status: 200, body: { ok: true } } },
  { loss: "nothing comes with 201", isRepeated: false, fault: { status: 201, body: "" } },
];

describe.each(KINDS)("$kind", (row) => {
  const { kind, noun } = row;
  const path = pathsOf(noun).all;
  const makes = noun === "signature" ? "PUT" : "POST";

  describe.each(LOSSES)("after $loss", ({ fault, isRepeated }) => {
    test("a create that landed makes no second object", async () => {
      const args = row.prepare(engine.simulator);
      const before = row.count(engine.simulator);
      engine.simulator.addFault({ method: makes, path: `${path}$`, after: true, ...fault });
      const resource = new ManagedResource(engine, kind);
      expect(await resource.up(args)).toBe("create");
      expect(row.count(engine.simulator)).toBe(before + 1);
      engine.newRun();
      await resource.refresh();
      expect(resource.preview(args)).toBe("same");
    });

    test("a delete that landed is done", async () => {
      const resource = new ManagedResource(engine, kind);
      await resource.up(row.prepare(engine.simulator));
      const before = row.count(engine.simulator);
      engine.newRun();
      engine.calls();
      engine.simulator.addFault({ method: "DELETE", path, after: true, ...fault });
      await resource.destroy();
      // The 404 to the repeat may mean "not permitted", so a look confirms that it's gone.
      const looks = noun === "signature" ? ["GET signature", "GET address"] : [`LIST ${noun}`];
      const deletes = isRepeated ? [...row.delete, `DELETE ${noun}`] : row.delete;
      // A deletion is answered with nothing anyway.
      expect(engine.calls()).toEqual(fault.body === "" ? deletes : [...deletes, ...looks]);
      expect(row.count(engine.simulator)).toBe(before - 1);
    });

    test("a change that landed is known after one more run", async () => {
      const [change] = row.changes;
      if (change === undefined) throw new Error("no change");
      const args = row.prepare(engine.simulator);
      const resource = new ManagedResource(engine, kind);
      await resource.up(args);
      engine.newRun();
      engine.calls();
      engine.simulator.addFault({
        method: noun === "signature" ? "PUT" : "PATCH",
        path,
        after: true,
        ...fault,
      });
      const changed = { ...args, [change.field]: change.value };
      await resource.up(changed).catch((error: unknown) => {
        // A PATCH isn't repeated blindly: it would make the mapping the most recently modified one once more.
        expect(error).toMatchObject({ ambiguous: true });
      });
      expect(engine.writes()).toEqual(
        // A PUT may be repeated: doing it twice is doing it once.
        noun === "signature" && isRepeated ? [change.write, change.write] : [change.write],
      );
      engine.newRun();
      await resource.refresh();
      await resource.up(changed);
      expect(engine.writes()).toEqual([]);
      expect(resource.preview(changed)).toBe("same");
    });
  });

  test("a create that did not land is sent once more where nothing shows, and succeeds", async () => {
    const args = row.prepare(engine.simulator);
    const before = row.count(engine.simulator);
    engine.simulator.addFault({ method: makes, path: `${path}$`, status: 502 });
    await new ManagedResource(engine, kind).up(args);
    expect(row.count(engine.simulator)).toBe(before + 1);
  });

  test("a lost create whose object shows late is still made once", async () => {
    const args = row.prepare(engine.simulator);
    const before = row.count(engine.simulator);
    engine.simulator.setStaleReads({ lagMs: 20_000 });
    engine.simulator.addFault({ method: makes, path: `${path}$`, after: true, close: true });
    const startedMs = engine.now();
    await new ManagedResource(engine, kind).up(args);
    expect(row.count(engine.simulator)).toBe(before + 1);
    expect(engine.now() - startedMs).toBeLessThanOrEqual(30_000);
  });

  test("a create that fails for good says so, and leaves nothing behind", async () => {
    const args = row.prepare(engine.simulator);
    engine.simulator.addFault({ method: makes, path: `${path}$`, status: 500, times: 100 });
    await expect(new ManagedResource(engine, kind).up(args)).rejects.toMatchObject({
      code: "VCC_OUTCOME_UNKNOWN",
    });
    engine.simulator.clearFaults();
    expect(engine.writes()).toEqual([]);
  });

  test("somebody else's writing at the same time is waited out", async () => {
    const args = row.prepare(engine.simulator);
    const body = { message: "Simultaneous administration" };
    engine.calls();
    engine.simulator.addFault({ method: makes, path: `${path}$`, status: 409, body, times: 2 });
    const resource = new ManagedResource(engine, kind);
    expect(await resource.up(args)).toBe("create");
    const [first = ""] = row.create.filter((call) => call.startsWith(makes));
    expect(engine.calls().filter((call) => call === first)).toHaveLength(3);
    engine.newRun();
    engine.simulator.addFault({ method: "DELETE", status: 409, body });
    await resource.destroy();
    expect(engine.calls()).toEqual([...row.delete, `DELETE ${noun}`]);
  });

  test("the fair-use limit is waited out for as long as it says", async () => {
    const args = row.prepare(engine.simulator);
    engine.simulator.addFault({ method: makes, status: 429, headers: { "retry-after": "7" } });
    const startedMs = engine.now();
    await new ManagedResource(engine, kind).up(args);
    expect(engine.now() - startedMs).toBe(7_000);
  });

  test("a token that VCC drops early is renewed once", async () => {
    const args = row.prepare(engine.simulator);
    const resource = new ManagedResource(engine, kind);
    await resource.up(args);
    engine.simulator.revokeTokens();
    expect(await resource.refresh()).toBe("there");
  });
});

test("an administration that never ends is told as what it is, not as a name that is taken", async () => {
  const body = { message: "Simultaneous administration" };
  engine.simulator.addFault({ method: "POST", status: 409, body, times: 100 });
  const creating = new ManagedResource(engine, "EmailProfile").up({ name: "Care" });
  await expect(creating).rejects.toMatchObject({ code: "VCC_BUSY" });
  await expect(creating).rejects.toThrow(ConflictError);
  await expect(creating).rejects.not.toThrow("adopt");
});

test("a create that lost its reply never takes what somebody else made meanwhile", async () => {
  engine.simulator.create("profile", { name: "Care", description: "by hand" });
  engine.simulator.addFault({ method: "POST", path: "/profiles$", close: true });
  await expect(new ManagedResource(engine, "EmailProfile").up({ name: "Care" })).rejects.toThrow(
    "exists already",
  );
  expect(engine.writes()).toEqual([]);
});

test("a lost reply to a sign-in is repeated, as signing in twice is signing in once", async () => {
  engine.simulator.addFault({ method: "PUT", path: "/authentication$", after: true, close: true });
  const address = new ManagedResource(engine, "EmailAddress");
  await address.up({ emailAddress: MAILBOX, credential: SERVICE_ACCOUNT });
  expect(engine.calls()).toEqual(["POST address", "PUT sign-in", "PUT sign-in"]);
  expect(address.state["status"]).toBe("Active");
});

test("a sign-in that fails for good keeps the address, and the next run goes on", async () => {
  const args = { emailAddress: MAILBOX, credential: SERVICE_ACCOUNT };
  engine.simulator.addFault({ method: "PUT", path: "/authentication$", status: 500, times: 100 });
  const address = new ManagedResource(engine, "EmailAddress");
  await expect(address.up(args)).rejects.toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
  expect(address.id).toBeDefined();
  engine.simulator.clearFaults();
  engine.newRun();
  engine.calls();
  await address.up(args);
  expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
});

describe("a change that VCC doesn't tell in what it shows", () => {
  const CHANGES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    EmailProfile: { settings: "settings" },
    EmailAddress: { dataSources: "dataSources", serviceNameForReports: "serviceNameForReports" },
    InteractionPlanMapping: {
      addresses: "toAddresses",
      priority: "priority",
      testing: "testing",
      dataSources: "dataSources",
    },
  };
  const rows = KINDS.flatMap((row) =>
    row.changes.flatMap((change) => {
      const wire = CHANGES[row.kind]?.[change.field];
      return wire === undefined ? [] : [{ ...row, ...change, wire }];
    }),
  );

  test.each(rows)("isn't done where its reply is lost: $kind, $field", async (row) => {
    const { kind, noun, field, value, wire } = row;
    const args = row.prepare(engine.simulator);
    const resource = new ManagedResource(engine, kind);
    await resource.up(args);
    engine.newRun();
    engine.calls();
    engine.simulator.addFault({
      method: "GET",
      path: pathsOf(noun).all,
      times: 1_000,
      tells: { [wire]: undefined },
    });
    engine.simulator.addFault({ method: "PATCH", path: pathsOf(noun).all, status: 502 });
    const changed = { ...args, [field]: value };
    await expect(resource.up(changed)).rejects.toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
    expect(engine.said).toEqual([
      expect.stringContaining(`VCC doesn't tell ${wire}, so whether the change has landed can't be seen`),
    ]);
    expect(engine.writes()).toEqual([]);
    // As it was, so that the next run shows the change, and sends it.
    engine.newRun();
    await resource.refresh();
    expect(await resource.up(changed)).toBe("update");
    expect(engine.writes()).toEqual([row.write]);
    expect(resource.preview(changed)).toBe("same");
  });

  test("nor is one back to the default", async () => {
    const profile = new ManagedResource(engine, "EmailProfile");
    await profile.up({ name: "Care", settings: { a: 1 } });
    engine.newRun();
    engine.simulator.addFault({
      method: "GET",
      path: "/profiles",
      times: 1_000,
      tells: { settings: undefined },
    });
    engine.simulator.addFault({ method: "PATCH", path: "/profiles", status: 502 });
    await expect(profile.up({ name: "Care" })).rejects.toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
    expect(profile.preview({ name: "Care" })).toBe("update");
  });
});

test("a signature of an address that this run has made is set after a lost reply, whatever VCC made of its HTML", async () => {
  const address = new ManagedResource(engine, "EmailAddress", "box");
  await address.up({ emailAddress: MAILBOX, credential: SERVICE_ACCOUNT });
  const alters = { html: "<p>B <b>reshaped</b></p>" };
  engine.simulator.addFault({
    method: "PUT",
    path: "/signature$",
    after: true,
    close: true,
    times: 100,
    alters,
  });
  const signature = new ManagedResource(engine, "EmailSignature");
  const args = { addressId: address.id, html: "<p>B</p>" };
  expect(await signature.up(args)).toBe("create");
  expect(engine.said).toEqual([expect.stringContaining("VCC keeps other HTML than was sent")]);
  engine.newRun();
  await signature.refresh();
  expect(signature.preview(args)).toBe("same");
});

describe("a signature whose PUT never landed", () => {
  const lose = () => {
    engine.simulator.addFault({ method: "PUT", path: "/signature$", status: 502, times: 100 });
  };

  test("isn't there where somebody else's appears meanwhile", async () => {
    const addressId = prepareAddress(engine.simulator);
    lose();
    engine.after(5_000, () => {
      engine.simulator.create("signature", { emailAddress: MAILBOX, html: "<p>By hand</p>" });
    });
    const signature = new ManagedResource(engine, "EmailSignature");
    await expect(signature.up({ addressId, html: "<p>Ours</p>" })).rejects.toMatchObject({
      code: "VCC_OUTCOME_UNKNOWN",
    });
    expect(signature.id).toBeUndefined();
    expect(engine.said).toEqual([
      expect.stringMatching(/VCC has HTML of 14 characters, .* or somebody else's, can't be told/u),
    ]);
  });

  test("isn't changed where somebody else writes it meanwhile, and shows as drift", async () => {
    const addressId = prepareAddress(engine.simulator);
    const signature = new ManagedResource(engine, "EmailSignature");
    await signature.up({ addressId, html: "<p>One</p>" });
    engine.newRun();
    lose();
    engine.after(5_000, () => {
      engine.simulator.edit("signature", MAILBOX, { html: "<p>By hand</p>" });
    });
    const args = { addressId, html: "<p>Two</p>" };
    await expect(signature.up(args)).rejects.toMatchObject({ code: "VCC_OUTCOME_UNKNOWN" });
    expect(engine.said).toEqual([expect.stringContaining("somebody else's, can't be told")]);
    engine.simulator.clearFaults();
    engine.newRun();
    await signature.refresh();
    expect(signature.state["html"]).toBe("<p>By hand</p>");
    expect(await signature.up(args)).toBe("update");
    expect(engine.simulator.state().signatures).toMatchObject([{ html: "<p>Two</p>" }]);
  });

  test("isn't written anew where it is equal, so that its time doesn't move", async () => {
    const addressId = prepareAddress(engine.simulator);
    await new ManagedResource(engine, "EmailSignature", "old").up({ addressId, html: "<p>Ours</p>" });
    engine.newRun();
    lose();
    const renamed = new ManagedResource(engine, "EmailSignature", "new");
    await expect(renamed.up({ addressId, html: "<p>Ours</p>", adopt: true })).rejects.toMatchObject({
      code: "VCC_OUTCOME_UNKNOWN",
    });
    expect(engine.said).toEqual([]);
  });
});

describe("a new object of which only the id can be read", () => {
  const odd = (fields: object) => ({ id: "prf_odd", name: "Care", settings: "none", ...fields });

  test("is kept by its id, and read before the next run changes it", async () => {
    engine.simulator.create("profile", { name: "Somebody's" });
    engine.simulator.addFault({ method: "POST", path: "/profiles$", status: 201, body: odd({}) });
    const profile = new ManagedResource(engine, "EmailProfile");
    await expect(profile.up({ name: "Care" })).rejects.toThrow(
      /made, with the id "prf_odd".*settings is not of type record/u,
    );
    expect(profile.id).toBe("prf_odd");
    expect(engine.calls().filter((call) => call.startsWith("POST"))).toHaveLength(1);

    engine.newRun();
    const unreadable = { method: "GET", path: "/prf_odd$", status: 200, body: odd({}) };
    engine.simulator.addFault(unreadable);
    await expect(profile.up({ name: "Care" })).rejects.toThrow("read email profile prf_odd");
    expect(profile.unfinished).toBe(true);

    engine.newRun();
    const readable = odd({ settings: null, description: "by hand" });
    engine.simulator.addFault({ ...unreadable, body: readable, times: 2 });
    engine.simulator.addFault({
      method: "PATCH",
      path: "/prf_odd$",
      status: 200,
      body: odd({ settings: {} }),
    });
    engine.calls();
    await profile.up({ name: "Care" });
    expect(engine.calls().filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
  });
});
