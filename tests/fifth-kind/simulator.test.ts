import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { sendControl } from "../../provider/simulator/control/control-client";
import { SIMULATED_KINDS } from "../../provider/simulator/kinds";
import { startSimulatorOf } from "../../provider/simulator/start-simulator";
import { newFolder } from "../support/folders";
import { EMAIL_BLOCKLISTS } from "./email-blocklist/schema";
import { simulatedBlocklist } from "./email-blocklist/simulated";
import { errorPaths, WireClient } from "../support/wire-client";

const KINDS = [...SIMULATED_KINDS, simulatedBlocklist];
const { path } = EMAIL_BLOCKLISTS;

let client: WireClient;
beforeEach(async () => {
  client = new WireClient(await startSimulatorOf(KINDS));
});
afterEach(() => client.simulator.stop());

const control = (command: string, body?: unknown) => sendControl(client.simulator.url, command, body);
const blocklists = () => Object.entries(client.simulator.state()).find(([key]) => key === "blocklists")?.[1];
const names = async (query = "") =>
  ((await client.get(`${path}${query}`)).body.blocklists as { name: string }[]).map(({ name }) => name);

async function newBlocklist(name: string, senders?: readonly string[]): Promise<string> {
  const reply = await client.post(path, { name, senders });
  expect(reply.status).toBe(201);
  return String(reply.body.id);
}

test("a new one has empty fields unless told otherwise, and is answered as it is stored", async () => {
  const reply = await client.post(path, { name: "Spam" });
  expect(reply.status).toBe(201);
  expect(reply.body).toEqual({
    id: expect.stringMatching(/^blk_[0-9a-f]{12}$/u),
    name: "Spam",
    senders: [],
    createdAt: expect.any(String),
    updatedAt: reply.body.createdAt,
  });
  expect((await client.get(`${path}/${String(reply.body.id)}`)).body).toEqual(reply.body);
  expect(blocklists()).toEqual([reply.body]);
});

test.each([
  { rule: "a name is needed", body: { name: undefined }, status: 400, at: "name" },
  { rule: "a name is text", body: { name: 5 }, status: 400, at: "name" },
  { rule: "a sender isn't empty", body: { senders: ["x", ""] }, status: 400, at: "senders.1" },
  { rule: "no other fields", body: { colour: "red" }, status: 400, at: "colour" },
  { rule: "a name is unique", body: { name: "Taken" }, status: 409, at: "name" },
])("$rule: $status on POST and PATCH", async ({ body, status, at }) => {
  await newBlocklist("Taken");
  const id = await newBlocklist("Spam");
  const posted = await client.post(path, { name: "New", ...body });
  expect({ status: posted.status, paths: errorPaths(posted) }).toEqual({ status, paths: [at] });
  const change = Object.values(body).includes(undefined) ? { name: null } : body;
  const patched = await client.patch(`${path}/${id}`, change);
  expect({ status: patched.status, paths: errorPaths(patched) }).toEqual({ status, paths: [at] });
});

test("a PATCH changes what it names, null clears, and updatedAt moves", async () => {
  const id = await newBlocklist("Spam", ["a@example.org"]);
  const before = (await client.get(`${path}/${id}`)).body;
  const renamed = await client.patch(`${path}/${id}`, { name: "Junk" });
  expect(renamed).toMatchObject({ status: 200, body: { name: "Junk", senders: ["a@example.org"] } });
  const cleared = await client.patch(`${path}/${id}`, { senders: null });
  expect(cleared.body).toEqual({ ...before, name: "Junk", senders: [], updatedAt: expect.any(String) });
  expect(String(cleared.body.updatedAt) > String(before.updatedAt)).toBe(true);
});

test("pages follow one another in order of creation", async () => {
  for (const name of ["One", "Two", "Three"]) await newBlocklist(name);
  expect((await client.get(`${path}?limit=2`)).body.meta).toEqual({
    page: 1,
    count: 2,
    pageCount: 2,
    totalCount: 3,
  });
  expect(await names("?limit=2")).toEqual(["One", "Two"]);
  expect(await names("?page=2&limit=2")).toEqual(["Three"]);
});

test("nothing blocks a DELETE; afterwards every call on it is 404 with the kind's body", async () => {
  const id = await newBlocklist("Spam");
  expect((await client.delete(`${path}/${id}`)).status).toBe(204);
  for (const reply of [
    await client.get(`${path}/${id}`),
    await client.patch(`${path}/${id}`, { name: "x" }),
    await client.delete(`${path}/${id}`),
  ]) {
    expect(reply).toMatchObject({ status: 404, body: { message: "Blocklist not found" } });
  }
  expect(blocklists()).toEqual([]);
});

test("control commands touch it by name and by id, under the rules of the API", async () => {
  await control("create", { kind: "blocklist", fields: { name: "Spam", senders: ["a@example.org"] } });
  await control("edit", { kind: "blocklist", key: "Spam", patch: { name: "Junk" } });
  await control("overwrite", { kind: "blocklist", key: "Junk", fields: { brandNew: true } });
  expect(await control("state")).toMatchObject({
    blocklists: [{ name: "Junk", senders: ["a@example.org"], brandNew: true }],
  });
  await expect(control("create", { kind: "blocklist", fields: { name: "Junk" } })).rejects.toThrow(
    /this name already/u,
  );
  await expect(control("edit", { kind: "blocklist", key: "Spam", patch: {} })).rejects.toThrow(
    'The simulator has no blocklist "Spam".',
  );
  await control("delete", { kind: "blocklist", key: "Junk" });
  expect(blocklists()).toEqual([]);
});

test("an account of other kinds doesn't know it", async () => {
  const usual = await startSimulatorOf(SIMULATED_KINDS);
  try {
    expect((await new WireClient(usual).get(path)).status).toBe(404);
    const create = sendControl(usual.url, "create", { kind: "blocklist", fields: { name: "Spam" } });
    await expect(create).rejects.toThrow(/"profile"\|"address"\|"signature"\|"mapping"/u);
  } finally {
    await usual.stop();
  }
});

test("the request log has its requests, without what the kind says is secret", async () => {
  const id = await newBlocklist("Spam");
  await client.post(`${path}/${id}/unlock`, { key: "s3cret" });
  expect(client.simulator.requests().filter(({ method }) => method === "POST")).toMatchObject([
    {},
    { path, status: 201, body: { name: "Spam" }, committed: true },
    { path: `${path}/${id}/unlock`, status: 404, body: "[secret]", committed: false },
  ]);
});

test("GETs lag behind its writes", async () => {
  client.simulator.setStaleReads({ lagMs: 60_000 });
  const id = await newBlocklist("Spam");
  expect(await names()).toEqual([]);
  expect((await client.get(`${path}/${id}`)).status).toBe(404);
  client.simulator.skewClock(60_000);
  expect(await names()).toEqual(["Spam"]);
});

test("a file keeps it, also one that was written before the kind was there", async () => {
  const file = join(newFolder(), "vcc.json");
  const account = { addresses: [], signatures: [], profiles: [], mappings: [], plans: [] };
  writeFileSync(file, JSON.stringify({ format: "pulumi-vcc simulator 1", account }));
  for (const kept of [[], [expect.objectContaining({ name: "Spam" })]]) {
    const simulator = await startSimulatorOf(KINDS, { file });
    try {
      expect(simulator.state()).toMatchObject({ blocklists: kept });
      if (kept.length === 0) await new WireClient(simulator).post(path, { name: "Spam" });
    } finally {
      await simulator.stop();
    }
  }
});
