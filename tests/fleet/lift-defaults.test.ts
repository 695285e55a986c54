import { liftDefaults } from "../../provider/fleet/lift-defaults";

const mailboxes = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, { emailAddress: `${name}@example.com` }]));

test.each([
  { rule: "of one letter", names: ["a", "b", "c", "e", "x"] },
  { rule: "of two letters, which other words have, too", names: ["hr", "it", "am", "le", "om"] },
  { rule: "that the domain has, too", names: ["com", "example"] },
  { rule: "with dots and dashes", names: ["a.b", "sales-de", "x_y", "a1"] },
])("names $rule are lifted as the variable", ({ names }) => {
  expect(liftDefaults(mailboxes(...names, "support"))).toEqual({
    defaults: { emailAddress: "${inbox}@example.com" },
    inboxes: Object.fromEntries([...names, "support"].map((name) => [name, {}])),
  });
});

test("a name within a word isn't the variable, also beside letters other than English ones", () => {
  const inboxes = {
    it: { name: "Mit it und ité" },
    hr: { name: "Mit hr und hré" },
    sales: { name: "Mit sales und salesé" },
  };
  expect(liftDefaults(inboxes).defaults).toEqual({});
  expect(liftDefaults({ it: { name: "Mit it" }, hr: { name: "Mit hr" } }).defaults).toEqual({
    name: "Mit ${inbox}",
  });
});

test("a dot of a name is no other letter", () => {
  expect(liftDefaults({ "a.b": { name: "Of axb" }, "c.d": { name: "Of cxd" } }).defaults).toEqual({});
});
