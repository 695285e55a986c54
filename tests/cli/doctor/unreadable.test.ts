import { doctor, useDoctorFixture, report } from "../../support/doctor-fixture";
import { showAltered } from "../../support/account-objects";

const fixture = useDoctorFixture();

const show = (emailAddress: string, fields: object) =>
  showAltered(fixture.simulator, "addresses", emailAddress, fields);

test("a mailbox whose sign-in VCC doesn't tell is a line, and nobody can tell about it", async () => {
  await fixture.address("good@example.com");
  await fixture.address("odd@example.com");
  show("odd@example.com", { authentication: null });
  const { exitCode, text } = await doctor(fixture);
  expect(text).toMatch(/^odd@example\.com +- +unknown /mu);
  expect(text).toContain("2 mailboxes: 1 ok, 1 can't tell. Exit code 5.");
  expect(exitCode).toBe(5);
});

test("what can't be read is a line by its id, and a mailbox of the stack is not missing for that", async () => {
  await fixture.address("good@example.com");
  const id = await fixture.address("odd@example.com");
  fixture.stack([{ name: "odd", id, emailAddress: "odd@example.com" }]);
  show("odd@example.com", { emailAddress: { secret: 7 } });
  const found = await report(fixture);
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
