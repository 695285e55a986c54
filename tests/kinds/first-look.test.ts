<<<<<<< HEAD
import { KINDS, MAILBOX, SERVICE_ACCOUNT } from "../support/kinds";
=======
import { KINDS } from "../support/kinds";
>>>>>>> b0303b6 (One server a vendor serves the tests of credentials and of login, on what one file says of mailboxes, apps and keys)
import { Managed } from "../support/managed-resource";
import { openStage, type Stage } from "../support/engine-double";
import { MAILBOX, SERVICE_ACCOUNT } from "../support/identities";

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(async () => stage.stop());

const LISTS = ["LIST address", "LIST mapping", "LIST plan", "LIST profile"];
const ADDRESS = { emailAddress: MAILBOX, name: "Support", credential: SERVICE_ACCOUNT };
const MAPPING = { interactionPlan: "Sales", addresses: [MAILBOX], name: "Routing" };

test.each(KINDS)("the first write of a run waits for the four lists: $kind", async (row) => {
  await new Managed(stage, row.kind).up(row.prepare(stage.simulator));
  stage.calls();
  expect(stage.lists().sort()).toEqual(LISTS);
});

test("they are read once a run, however much it writes", async () => {
  await new Managed(stage, "EmailAddress").up(ADDRESS);
  await new Managed(stage, "EmailProfile").up({ name: "Care" });
  await new Managed(stage, "InteractionPlanMapping").up(MAPPING);
  expect(stage.calls()).toEqual(["POST address", "PUT sign-in", "POST profile", "POST mapping"]);
  expect(stage.lists().sort()).toEqual(LISTS);
});

test("a refresh before counts as the look", async () => {
  const mapping = new Managed(stage, "InteractionPlanMapping");
  await new Managed(stage, "EmailAddress").up(ADDRESS);
  await mapping.up(MAPPING);
  stage.calls();
  stage.newRun();
  await mapping.refresh();
  stage.pass(60_000);
  await mapping.up({ ...MAPPING, priority: 9 });
  expect(stage.calls()).toEqual(["PATCH mapping"]);
  expect(stage.lists().sort()).toEqual(LISTS);
});

const REFUSALS = [
  { refusal: "is forbidden", fault: { status: 403, body: { message: "no" } }, code: "VCC_FORBIDDEN" },
  { refusal: "isn't there", fault: { status: 404, body: { message: "no" } }, code: "VCC_DOUBTFUL_404" },
  { refusal: "is something else", fault: { status: 200, body: { items: [] } }, code: "VCC_UNREADABLE_REPLY" },
  { refusal: "is a page of a gateway", fault: { status: 200, body: "<html>" }, code: "VCC_UNREADABLE_REPLY" },
];

describe.each(REFUSALS)("a list that $refusal", ({ fault, code }) => {
  test("keeps its own kind from being written, and no other", async () => {
    stage.simulator.addFault({ ...fault, method: "GET", path: "/profiles$", times: 100 });
    const profile = new Managed(stage, "EmailProfile");
    await expect(profile.up({ name: "Care" })).rejects.toMatchObject({ code });
    await expect(profile.up({ name: "Care" })).rejects.toThrow("Failed to list email profiles");
    expect(stage.writes()).toEqual([]);
    await new Managed(stage, "EmailAddress").up(ADDRESS);
    expect(stage.writes()).toHaveLength(2);
    expect(stage.simulator.state().profiles).toEqual([]);
  });

  test("is asked for once a run, and again by the next", async () => {
    stage.simulator.addFault({ ...fault, method: "GET", path: "/profiles$" });
    for (const name of ["one", "two", "three"])
      await expect(new Managed(stage, "EmailProfile", name).up({ name })).rejects.toMatchObject({ code });
    expect(stage.calls().filter((call) => call === "LIST profile")).toHaveLength(1);
    stage.newRun();
    expect(await new Managed(stage, "EmailProfile").up({ name: "Care" })).toBe("create");
  });
});

test("an odd object of somebody else keeps nothing from being written or refreshed", async () => {
  stage.simulator.create("profile", { name: "Somebody's" });
  stage.simulator.overwrite("profile", "Somebody's", { note: "x" });
  const profile = new Managed(stage, "EmailProfile");
  await profile.up({ name: "Care" });
  const [odd, own] = stage.simulator.state().profiles;
  const body = {
    profiles: [{ ...odd, name: { first: "odd" } }, own],
    meta: { page: 1, count: 2, pageCount: 1, totalCount: 2 },
  };
  stage.newRun();
  stage.simulator.addFault({ method: "GET", path: "/profiles$", status: 200, body, times: 100 });
  expect(await profile.refresh()).toBe("there");
  expect(await profile.up({ name: "Care", description: "d" })).toBe("update");
});
