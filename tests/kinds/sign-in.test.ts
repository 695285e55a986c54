import { PartialError } from "../../provider/errors";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";
import { ManagedResource } from "../support/managed-resource";
import { useEngineDouble } from "../support/engine-double";

const engine = useEngineDouble();
let address: ManagedResource;
beforeEach(() => {
  address = new ManagedResource(engine, "EmailAddress");
});

const status = () => engine.simulator.state().addresses[0]?.authentication.status;
const withKey = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const byPerson = { emailAddress: MAILBOX, name: "Support" };

async function failure(promise: Promise<unknown>): Promise<PartialError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof PartialError)) throw new Error("expected a partial error");
  return error;
}

describe("a sign-in that VCC refuses", () => {
  beforeEach(() => engine.simulator.refuseGrants({ reason: "Delegation is missing." }));

  test("leaves an address with its id, and says why", async () => {
    const error = await failure(address.up(withKey));
    expect(error.message).toContain(`${MAILBOX} is not signed in, so VCC can't route its mail`);
    expect(error.message).toContain("Delegation is missing.");
    expect(address.id).toBe(engine.simulator.state().addresses[0]?.id);
    expect(address.state).toMatchObject({ status: "Pending", health: "consentRequired", name: "Support" });
  });

  test("is tried again by the next run, which makes nothing twice", async () => {
    await failure(address.up(withKey));
    engine.simulator.acceptGrants();
    engine.newRun();
    engine.calls();
    expect(await address.up(withKey)).toBe("update");
    expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
    engine.newRun();
    expect(await address.up(withKey)).toBe("same");
  });

  test("keeps the other changes of the same update", async () => {
    engine.simulator.acceptGrants();
    await address.up(withKey);
    engine.simulator.expire(MAILBOX);
    engine.newRun();
    await address.refresh();
    engine.simulator.refuseGrants({ reason: "Delegation is missing.", times: 1 });
    engine.calls();
    await failure(address.up({ ...withKey, description: "d" }));
    expect(engine.calls()).toEqual(["PATCH address", "PUT sign-in"]);
    expect(address.state).toMatchObject({ description: "d", status: "Expired" });
    engine.newRun();
    await address.up({ ...withKey, description: "d" });
    expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
    expect(address.state).toMatchObject({ description: "d", status: "Active" });
  });
});

describe("a sign-in that VCC took", () => {
  beforeEach(async () => {
    await address.up(withKey);
    engine.newRun();
    engine.calls();
  });

  test("and lost is drift of the status, repaired in place with the same id", async () => {
    const { id } = address;
    engine.simulator.expire(MAILBOX);
    await address.refresh();
    expect(address.inputs["status"]).toBe("Expired");
    expect(address.state["healthReason"]).toContain("The mailbox password has changed.");
    expect(await address.up(withKey)).toBe("update");
    expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
    // The refresh and the look before the first write share one.
    expect(engine.lists().filter((list) => list === "LIST address")).toHaveLength(1);
    expect([address.id, status()]).toEqual([id, "Active"]);
  });

  test("is renewed where the material changed, and only then", async () => {
    engine.material.set("env:KEY", "a rotated key");
    expect(await address.up(withKey)).toBe("update");
    expect(engine.calls()).toEqual(["GET address", "PUT sign-in"]);
    expect(await address.up(withKey)).toBe("same");
  });

  test("stays where another reference holds the same material", async () => {
    engine.material.set("file:key.json", "the key");
    const moved = { ...withKey, credential: { ...SERVICE_ACCOUNT, key: "file:key.json" } };
    expect(await address.up(moved)).toBe("update");
    expect(engine.calls()).toEqual([]);
    expect(address.preview(moved)).toBe("same");
  });

  test("is taken for right where this machine has no access to the material", async () => {
    engine.material.clear();
    expect(address.preview(withKey)).toBe("same");
    await address.refresh();
    expect(address.preview(withKey)).toBe("same");
  });

  test("gives way to another material that somebody signed in with by hand: drift", async () => {
    engine.simulator.signIn(MAILBOX);
    await address.refresh();
    expect(address.preview(withKey)).toBe("update");
  });

  test("is left as it is where the program leaves signing in to people from now on", async () => {
    expect(await address.up(byPerson)).toBe("update");
    expect(engine.writes()).toEqual([]);
    expect(address.preview(byPerson)).toBe("same");
  });
});

describe("a mailbox that a person signs in to", () => {
  test("is waited for in a terminal, with the link to open", async () => {
    engine.newRun({ consentWaitMs: 300_000 });
    engine.after(42_000, () => engine.simulator.signIn(MAILBOX));
    const startedMs = engine.now();
    await address.up(byPerson);
    expect(engine.said).toEqual([
      expect.stringMatching(/^Sign in to support@example\.com: open http\S+ \(until /u),
    ]);
    expect(engine.now() - startedMs).toBe(42_000);
    expect(engine.calls()).toEqual([
      "POST address",
      "POST consent",
      ...Array.from({ length: 42 }, () => "GET address"),
    ]);
    expect(address.state).toMatchObject({ status: "Active", health: "active" });
  });

  test("is not waited for longer than the limit", async () => {
    engine.newRun({ consentWaitMs: 60_000 });
    const startedMs = engine.now();
    const error = await failure(address.up(byPerson));
    expect(error.message).toContain("nobody signed in within 60 seconds");
    expect(engine.now() - startedMs).toBe(60_000);
    expect(address.state["status"]).toBe("Pending");
  });

  test("is not waited for in a pipeline: the error names the link, and the address is kept", async () => {
    const startedMs = engine.now();
    const error = await failure(address.up(byPerson));
    expect(engine.now()).toBe(startedMs);
    expect(error.message).toMatch(
      /a person has to sign in\. Sign in to support@example\.com: open http\S+ \(until \S+\)\. Then run pulumi up again/u,
    );
    expect(address.id).toBe(error.id);
    expect(engine.calls()).toEqual(["POST address", "POST consent"]);
  });

  test("is found signed in by the next run, without any write", async () => {
    await failure(address.up(byPerson));
    engine.simulator.signIn(MAILBOX);
    engine.newRun();
    engine.calls();
    expect(await address.up(byPerson)).toBe("update");
    expect(engine.calls()).toEqual(["GET address"]);
    expect(address.state["status"]).toBe("Active");
    expect(await address.up(byPerson)).toBe("same");
  });

  test("is found signed in by a refresh, after which there is nothing to do", async () => {
    await failure(address.up(byPerson));
    engine.simulator.signIn(MAILBOX);
    engine.newRun();
    await address.refresh();
    engine.calls();
    await address.up(byPerson);
    expect(engine.calls()).toEqual([]);
  });

  test("gets another link while nobody has signed in", async () => {
    await failure(address.up(byPerson));
    engine.newRun();
    engine.calls();
    await failure(address.up(byPerson));
    expect(engine.calls()).toEqual(["GET address", "POST consent"]);
    expect(engine.simulator.state().addresses).toHaveLength(1);
  });

  test("whose sign-in expired is asked for again, in place", async () => {
    engine.newRun({ consentWaitMs: 60_000 });
    engine.after(1_000, () => engine.simulator.signIn(MAILBOX));
    await address.up(byPerson);
    const { id } = address;
    engine.simulator.expire(MAILBOX);
    engine.newRun({ consentWaitMs: 60_000 });
    await address.refresh();
    engine.after(5_000, () => engine.simulator.signIn(MAILBOX));
    engine.calls();
    expect(await address.up(byPerson)).toBe("update");
    expect(engine.calls().filter((call) => call !== "GET address")).toEqual(["POST consent"]);
    expect([address.id, status()]).toEqual([id, "Active"]);
  });

  test("is adopted as it is, without any write", async () => {
    engine.simulator.create("address", { emailAddress: MAILBOX, name: "Support" });
    engine.simulator.signIn(MAILBOX);
    await address.up({ ...byPerson, adopt: engine.simulator.state().addresses[0]?.id });
    expect(engine.writes()).toEqual([]);
  });
});
