import { join } from "node:path";
import { validateCommand } from "../../provider/cli/validate";
import { problemsOf } from "../support/fleet-text";
import { newFolder } from "../support/folders";

/** Lines of `validate` for files in one folder, as they would be typed there. */
function validate(files: Readonly<Record<string, string>>, ...options: string[]): string[] {
  const folder = newFolder(files);
  const lines: string[] = [];
  const before = process.exitCode;
  try {
    validateCommand((text) => lines.push(...text.split("\n"))).parse(
      [...Object.keys(files).map((file) => join(folder, file)), ...options],
      { from: "user" },
    );
  } finally {
    process.exitCode = before;
  }
  return lines.map((line) => line.replaceAll(`${folder}/`, ""));
}

const inbox = (name: string, address: string, rest = "", priority = 5000) =>
  `inboxes:\n  ${name}: { emailAddress: ${address}, ${rest}mapping: { interactionPlan: P, priority: ${priority} } }\n`;

test("an address that two files have, and mappings of one priority: each names both files and places", () => {
  const lines = validate({
    "a.yaml": inbox("support", "support@example.com"),
    "b.yaml": inbox("helpdesk", "SUPPORT@example.com"),
  });
  expect(lines).toEqual([
    "a.yaml: no errors, no warnings; 1 inbox.",
    'b.yaml:2:29 error inboxes.helpdesk.emailAddress: an address in one inbox only, compared without case, got "SUPPORT@example.com", which inbox "support" has already. Remove one of the two, or give it another address. The other one: inboxes.support in a.yaml:2:3. [duplicate-address]',
    'b.yaml:2:91 error inboxes.helpdesk.mapping.priority: a priority of its own among the mappings of an address, got 5000, which the mapping of inbox "support" has too for support@example.com: VCC would follow whichever was modified last. Give one of them another priority. The other one: inboxes.support in a.yaml:2:3. [tied-priority]',
    "b.yaml: 2 errors, no warnings.",
  ]);
});

test("a mapping that another file's mapping shadows is told where it stands", () => {
  const lines = validate({
    "a.yaml": inbox("support", "support@example.com", "", 1),
    "b.yaml":
      "mappings:\n  vip: { addresses: [support@example.com], interactionPlan: Q, priority: 9 }\nignore: { unmanaged-address: a.yaml has it }\n",
  });
  expect(lines[0]).toMatch(
    /^a\.yaml:2:\d+ warning inboxes\.support\.mapping\.priority: .* got 1: mapping "vip" takes the mail .* The other one: mappings\.vip in b\.yaml:2:3\. \[shadowed-mapping\]$/u,
  );
});

test("names of VCC are unique over files; a rule can be switched off in either", () => {
  const files = {
    "a.yaml": inbox("a", "a@example.com", "name: Mail, "),
    "b.yaml": inbox("b", "b@example.com", "name: Mail, "),
  };
  expect(validate(files)[1]).toContain('got "Mail", which inboxes.a has already.');
  const off = { ...files, "a.yaml": `${files["a.yaml"]}ignore: { duplicate-name: known }\n` };
  expect(validate(off)).toEqual([
    "a.yaml: no errors, no warnings; 1 inbox.",
    "b.yaml: no errors, no warnings, 1 switched off; 1 inbox.",
  ]);
});

test("files are compared environment by environment", () => {
  const file = (name: string, dev: string, prod: string) =>
    `inboxes:\n  ${name}: { mapping: { interactionPlan: P } }\nenvironments:\n  dev: { inboxes: { ${name}: { emailAddress: ${dev}@example.com } } }\n  prod: { inboxes: { ${name}: { emailAddress: ${prod}@example.com } } }\n`;
  const lines = validate({ "a.yaml": file("a", "x", "y"), "b.yaml": file("b", "y", "y") });
  expect(
    lines.filter((line) => line.startsWith("b.yaml")).map((line) => line.replace(/: .*\]/u, "")),
  ).toEqual([
    "b.yaml:2:8 error inboxes.b.mapping.priority (only in prod)",
    "b.yaml:5:41 error environments.prod.inboxes.b.emailAddress (only in prod)",
    "b.yaml: 2 errors, no warnings.",
  ]);
  const plain = inbox("plain", "y@example.com", "", 7);
  const mixed = validate({ "a.yaml": file("a", "x", "y"), "plain.yaml": plain });
  expect(mixed.filter((line) => line.includes("duplicate-address"))).toHaveLength(1);
});

test("a name that two files have is a warning: in one program, Pulumi couldn't tell them apart", () => {
  const lines = validate({
    "a.yaml": inbox("support", "a@example.com"),
    "b.yaml": inbox("support", "b@example.com"),
  });
  expect(lines[1]).toBe(
    'b.yaml:2:3 warning inboxes.support: a name that no other fleet of the program has among its inboxes, got "support", which a.yaml:2:3 has. Rename one of them; where it is applied already, with formerNames: support.',
  );
});

test("a profile's name in two files is left alone where one of them says so", () => {
  const files = {
    "a.yaml": "profiles:\n  one: { name: Care }\n",
    "b.yaml": "profiles:\n  two: { name: Care }\n",
  };
  expect(validate(files).filter((line) => line.includes("unique among profiles"))).toHaveLength(1);
  const off = { ...files, "b.yaml": `${files["b.yaml"]}ignore: { duplicate-name: known }\n` };
  expect(validate(off)).toEqual([
    "a.yaml: no errors, no warnings; no inboxes.",
    "b.yaml: no errors, no warnings, 1 switched off; no inboxes.",
  ]);
});

test("over files, too, a rule holds again once the last day has passed", () => {
  const until = (day: string) => `{ duplicate-name: { reason: known, until: ${day} } }`;
  const files = (day: string) => ({
    "a.yaml": inbox("a", "a@example.com", `name: Mail, ignore: ${until(day)}, `),
    "b.yaml": `${inbox("b", "b@example.com", "name: Mail, ")}ignore: ${until("2020-01-01")}\n`,
  });
  const rules = (day: string) =>
    validate(files(day)).flatMap((line) => /\[([\w-]+)\]$/u.exec(line)?.[1] ?? []);
  expect(rules("9999-12-31")).toEqual(["waiver-ended"]);
  expect(rules("2020-01-01")).toEqual(["waiver-ended", "duplicate-name", "waiver-ended"]);
});

describe("former names", () => {
  const unmapped = "ignore: { unmapped-address: x }\n";
  test("of one resource for two entries", () => {
    const text = `${unmapped}inboxes:
  a: { emailAddress: a@example.com, formerNames: old }
  b: { emailAddress: b@example.com, formerNames: old }
  c: { emailAddress: c@example.com, formerNames: { address: mail, mapping: other } }
  d: { emailAddress: d@example.com, formerNames: { address: mail, signature: other } }
`;
    expect(problemsOf(text)).toEqual([
      'inboxes.yaml:4:50 error inboxes.b.formerNames: a former name that one entry alone has, got "old", which inboxes.a has too. Correct one of them: a resource becomes one entry.',
      'inboxes.yaml:6:61 error inboxes.d.formerNames.address: a former name that one entry alone has, got "mail", which inboxes.c has too. Correct one of them: a resource becomes one entry.',
    ]);
  });

  test("of one resource, told for all parts of one entry and for a part of another", () => {
    const text = `${unmapped}inboxes:
  a: { emailAddress: a@example.com, formerNames: old }
  b: { emailAddress: b@example.com, formerNames: { address: old } }
  c: { emailAddress: c@example.com, formerNames: { mapping: old } }
  d: { emailAddress: d@example.com, formerNames: { inbox: other } }
  e: { emailAddress: e@example.com, formerNames: other }
`;
    expect(problemsOf(text).map((line) => line.split(", which")[0])).toEqual([
      'inboxes.yaml:4:61 error inboxes.b.formerNames.address: a former name that one entry alone has, got "old"',
      'inboxes.yaml:7:50 error inboxes.e.formerNames: a former name that one entry alone has, got "other"',
    ]);
  });

  test("that is an entry now", () => {
    const text = `${unmapped}inboxes:
  a: { emailAddress: a@example.com }
  b: { emailAddress: b@example.com, formerNames: a }
mappings:
  a: { inboxes: [a], interactionPlan: P, formerNames: a }
  m: { inboxes: [b], interactionPlan: P, formerNames: a }
`;
    expect(problemsOf(text).map((line) => line.split(" Correct")[0])).toEqual([
      'inboxes.yaml:4:50 error inboxes.b.formerNames: the name of a resource that is no longer in the program, got "a", which inboxes.a is now.',
      'inboxes.yaml:7:55 error mappings.m.formerNames: the name of a resource that is no longer in the program, got "a", which mappings.a is now.',
    ]);
  });
});
