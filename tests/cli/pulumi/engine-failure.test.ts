import { engineFailure } from "../../../provider/cli/pulumi/engine-failure";

const failed = (stderr: string) =>
  engineFailure({ args: ["preview", "--json"], folder: "/home/bob/mail", stderr, code: 255 });

test.each([
  {
    what: "the password of a backend's URL",
    stderr: 'error: unable to open state database "postgres://ada:sekret77pw@127.0.0.1:1/db": refused',
    secret: "sekret77pw",
    rest: "postgres://ada:[redacted]@127.0.0.1:1/db",
  },
  {
    what: "a key in its query",
    stderr: "error: could not open s3://states?awssdk=v2&secret=sekret77pw: denied",
    secret: "sekret77pw",
    rest: "could not open s3://states",
  },
  {
    what: "one in a failure that is known",
    stderr: 'error: unable to open state directory "s3://states?secret=sekret77pw": denied',
    secret: "sekret77pw",
    rest: 'The backend "s3://states" can\'t be opened.',
  },
])("$what isn't told", ({ stderr, secret, rest }) => {
  expect(failed(stderr).message).toContain(rest);
  expect(failed(stderr).message).not.toContain(secret);
});

test("the error is found behind warnings, in whatever colours the engine prints", () => {
  expect(failed("\u001B[33mwarning: \u001B[0mold\n\u001B[31merror: \u001B[0mbad\n").message).toBe(
    "pulumi preview --json failed: bad.",
  );
});
