import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConflictError } from "../../provider/errors";
import { KINDS } from "../../provider/kinds/index";
import type { ObjectKind } from "../../provider/simulator/index";
import { useEngineDouble } from "../support/engine-double";
import { CheckError, ManagedResource } from "../support/managed-resource";
import { REPOSITORY } from "../support/repository";
import { emailBlocklistKind } from "./email-blocklist/index";
import { EMAIL_BLOCKLISTS } from "./email-blocklist/schema";

const engine = useEngineDouble({ kinds: [...KINDS, emailBlocklistKind] });
const SPAM = { name: "Spam", senders: ["a@spam.example", "b@spam.example"] };
const BLOCKLIST = emailBlocklistKind.simulated.noun as ObjectKind;

const blocklist = (name?: string) => new ManagedResource(engine, "EmailBlocklist", name);
const stored = () =>
  engine.simulator.store.table(emailBlocklistKind.simulated).list() as readonly {
    id: string;
    name: string;
  }[];
const writes = () => engine.writes().map((write) => write.replaceAll(/blk_[0-9a-f]+/gu, "ID"));
const { path } = EMAIL_BLOCKLISTS;

async function made() {
  const resource = blocklist();
  await resource.up(SPAM);
  engine.newRun();
  engine.calls();
  return resource;
}

test("check tells every broken rule of its inputs, and calls nobody", () => {
  expect(() => blocklist().check({ name: "Spam", senders: "all", sender: "x" })).toThrow(CheckError);
  expect(engine.calls()).toEqual([]);
});

test("a create makes one object, and the same program changes nothing any more", async () => {
  const resource = blocklist();
  expect(await resource.up(SPAM)).toBe("create");
  expect(writes()).toEqual([`POST ${path} {"name":"Spam","senders":["a@spam.example","b@spam.example"]}`]);
  expect(await resource.up(SPAM)).toBe("same");
  await resource.refresh();
  expect(resource.preview({ ...SPAM, senders: SPAM.senders.toReversed() })).toBe("same");
  expect(stored()).toHaveLength(1);
});

test("a create whose reply is lost makes no second one", async () => {
  engine.simulator.addFault({ method: "POST", path: `${path}$`, after: true, close: true });
  await blocklist().up(SPAM);
  expect(stored()).toHaveLength(1);
});

test("what somebody else has made is not taken, but with adopt", async () => {
  engine.simulator.create(BLOCKLIST, { name: "Spam", senders: ["c@spam.example"] });
  await expect(blocklist().up(SPAM)).rejects.toThrow(ConflictError);
  engine.newRun();
  expect(await blocklist("mine").up({ ...SPAM, adopt: true })).toBe("create");
  expect(writes()).toEqual([`PATCH ${path}/ID {"senders":["a@spam.example","b@spam.example"]}`]);
  expect(engine.said.join("\n")).toContain('The email blocklist "Spam" is taken over');
});

test("an update writes what has changed", async () => {
  const resource = await made();
  expect(await resource.up({ ...SPAM, name: "Junk" })).toBe("update");
  expect(writes()).toEqual([`PATCH ${path}/ID {"name":"Junk"}`]);
});

test("what somebody changed is drift, and is repaired; what somebody deleted is made again", async () => {
  const resource = await made();
  engine.simulator.edit(BLOCKLIST, "Spam", { senders: [] });
  await resource.refresh();
  expect(await resource.up(SPAM)).toBe("update");
  expect(writes()).toEqual([`PATCH ${path}/ID {"senders":["a@spam.example","b@spam.example"]}`]);
  engine.simulator.delete(BLOCKLIST, "Spam");
  engine.newRun();
  expect(await resource.refresh()).toBe("gone");
  expect(await resource.up(SPAM)).toBe("create");
});

test("senders that differ only in case are two: what somebody added meanwhile stays", async () => {
  const resource = await made();
  engine.newRun();
  const senders = [...SPAM.senders, "c@spam.example"];
  resource.preview({ ...SPAM, senders });
  engine.simulator.edit(BLOCKLIST, "Spam", { senders: [...SPAM.senders, "A@spam.example"] });
  await resource.up({ ...SPAM, senders });
  expect(stored()[0]).toMatchObject({ senders: [...SPAM.senders, "A@spam.example", "c@spam.example"] });
  expect(engine.said.join("\n")).toContain('senders has "A@spam.example" in VCC, not in the program');
});

test("a destroy deletes it, and a second one is no error", async () => {
  const resource = await made();
  const { id = "", state } = resource;
  await resource.destroy();
  expect(stored()).toEqual([]);
  await engine.lifecycle("EmailBlocklist").delete(id, state);
});

test("no file of the package names it", () => {
  const naming = ["provider", "schema"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => /blocklist/iu.test(readFileSync(file, "utf8"))),
  );
  expect(naming).toEqual([]);
});
