import { doctor, openPractice, type Practice, report } from "../../support/doctor-fixture";

let practice: Practice;
beforeEach(async () => {
  practice = await openPractice();
});
afterEach(() => practice.simulator.stop());

/** From now on, the list shows the address with these fields. */
function show(emailAddress: string, fields: object) {
  const addresses = practice.simulator
    .state()
    .addresses.map((dto) => (dto.emailAddress === emailAddress ? { ...dto, ...fields } : dto));
  const meta = { page: 1, count: addresses.length, pageCount: 1, totalCount: addresses.length };
  const path = "/addresses(?:\\?|$)";
  practice.simulator.addFault({ method: "GET", path, status: 200, body: { addresses, meta }, times: 100 });
}

test("a mailbox whose sign-in VCC doesn't tell is a line, and nobody can tell about it", async () => {
  await practice.address("good@example.com");
  await practice.address("odd@example.com");
  show("odd@example.com", { authentication: null });
  const { exitCode, text } = await doctor(practice);
  expect(text).toMatch(/^odd@example\.com +- +unknown /mu);
  expect(text).toContain("2 mailboxes: 1 ok, 1 can't tell. Exit code 5.");
  expect(exitCode).toBe(5);
});

test("what can't be read is a line by its id, and a mailbox of the stack is not missing for that", async () => {
  await practice.address("good@example.com");
  const id = await practice.address("odd@example.com");
  practice.stack([{ name: "odd", id, emailAddress: "odd@example.com" }]);
  show("odd@example.com", { emailAddress: { secret: 7 } });
  const found = await report(practice);
  expect(found.checks).toContainEqual({
    name: `address ${id}`,
    level: "unknown",
    reason:
      "VCC shows it in another form than this release knows: emailAddress is not of type string. Look at it in VCC's own screens.",
  });
  expect(found.mailboxes).toContainEqual(
    expect.objectContaining({ mailbox: "odd@example.com", level: "unknown", status: null }),
  );
  expect(found.exitCode).toBe(5);
});
