import { EMAIL_PROFILES } from "../../schema/email-profile";
import { INTERACTION_PLANS, INTERACTION_PLAN_MAPPINGS } from "../../schema/interaction-plan-mapping";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import * as fc from "fast-check";
import { MEDIA_TYPE } from "../../schema/api";
import { errorPaths, useSimulator } from "../support/wire-client";

const mediaType = (version: number): string => MEDIA_TYPE.replace("{version}", String(version));

const wire = useSimulator();

test.each([
  { rule: "no version in Accept", accept: "application/json" },
  { rule: "any type", accept: "*/*" },
])("$rule: the documented 400, word for word", async ({ accept }) => {
  const reply = await wire.client.send("GET", EMAIL_ADDRESSES.path, undefined, { accept });
  expect(reply.status).toBe(400);
  expect(reply.body).toEqual({
    statusCode: 400,
    error: "Bad Request",
    message: "Version missing from Accept header!",
  });
});

test.each([
  { rule: "plans are version 4", path: INTERACTION_PLANS.path, version: 1, expected: 400 },
  { rule: "plans take version 4", path: INTERACTION_PLANS.path, version: 4, expected: 200 },
  { rule: "addresses are version 1", path: EMAIL_ADDRESSES.path, version: 4, expected: 400 },
  { rule: "mappings take version 1", path: INTERACTION_PLAN_MAPPINGS.path, version: 1, expected: 200 },
])("$rule", async ({ path, version, expected }) => {
  const accept = `application/json, ${mediaType(version)};q=0.9`;
  expect((await wire.client.send("GET", path, undefined, { accept })).status).toBe(expected);
});

test.each([
  { path: EMAIL_ADDRESSES.path, key: "addresses" },
  { path: EMAIL_PROFILES.path, key: "profiles" },
  { path: INTERACTION_PLAN_MAPPINGS.path, key: "mappings" },
])("an empty list of $key has no pages", async ({ path, key }) => {
  const reply = await wire.client.get(path);
  expect(reply.body).toEqual({ [key]: [], meta: { page: 1, count: 0, pageCount: 0, totalCount: 0 } });
});

async function thirtyProfiles(): Promise<string[]> {
  const names = Array.from({ length: 30 }, (_, index) => `Profile ${30 - index}`);
  for (const name of names) await wire.client.profile(name);
  return names;
}

test("pages follow one another in order of creation and together hold everything once", async () => {
  const names = await thirtyProfiles();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (limit) => {
      const seen: string[] = [];
      const pageCount = Math.ceil(30 / limit);
      for (let page = 1; page <= pageCount; page += 1) {
        const { body } = await wire.client.get(`${EMAIL_PROFILES.path}?page=${page}&limit=${limit}`);
        const profiles = body.profiles as { name: string }[];
        expect(body.meta).toEqual({ page, count: profiles.length, pageCount, totalCount: 30 });
        expect(profiles.length).toBeLessThanOrEqual(limit);
        seen.push(...profiles.map(({ name }) => name));
      }
      expect(seen).toEqual(names);
    }),
    { numRuns: 12 },
  );
});

test("a page holds 25 unless told otherwise, and pages beyond the last are empty", async () => {
  await thirtyProfiles();
  const first = await wire.client.get(EMAIL_PROFILES.path);
  expect(first.body.meta).toEqual({ page: 1, count: 25, pageCount: 2, totalCount: 30 });
  const beyond = await wire.client.get(`${EMAIL_PROFILES.path}?page=9`);
  expect(beyond.body).toEqual({ profiles: [], meta: { page: 9, count: 0, pageCount: 2, totalCount: 30 } });
});

test.each([
  { rule: "pages start at 1", query: "page=0", path: "page" },
  { rule: "a page is a whole number", query: "page=1.5", path: "page" },
  { rule: "a page is a number", query: "page=", path: "page" },
  { rule: "a limit is at least 1", query: "limit=0", path: "limit" },
  { rule: "a limit is at most 5000", query: "page=1&limit=5001", path: "limit" },
])("$rule: 400", async ({ query, path }) => {
  const reply = await wire.client.get(`${EMAIL_ADDRESSES.path}?${query}`);
  expect({ status: reply.status, paths: errorPaths(reply) }).toEqual({ status: 400, paths: [path] });
});

test("the largest page holds 5000", async () => {
  expect((await wire.client.get(`${EMAIL_ADDRESSES.path}?limit=5000`)).status).toBe(200);
});

test.each([
  { rule: "text that is not JSON", body: "{", headers: {}, expected: 400 },
  { rule: "a list instead of an object", body: "[]", headers: {}, expected: 400 },
  { rule: "no body where one is needed", body: undefined, headers: {}, expected: 400 },
  {
    rule: "JSON that doesn't say so",
    body: '{"name":"x"}',
    headers: { "content-type": "text/plain" },
    expected: 415,
  },
  {
    rule: "JSON with a charset",
    body: '{"name":"x"}',
    headers: { "content-type": "application/json; charset=utf-8" },
    expected: 201,
  },
])("$rule: $expected", async ({ body, headers, expected }) => {
  expect((await wire.client.send("POST", EMAIL_PROFILES.path, body, headers)).status).toBe(expected);
});

test.each([
  { rule: "an unknown path", method: "GET", path: "/channels/sms/addresses" },
  { rule: "a method that a path doesn't have", method: "PUT", path: EMAIL_PROFILES.path },
  { rule: "plans can't be written", method: "POST", path: INTERACTION_PLANS.path },
  { rule: "there is no call for one plan", method: "GET", path: `${INTERACTION_PLANS.path}/x` },
])("$rule: 404", async ({ method, path }) => {
  const isPlans = path === INTERACTION_PLANS.path;
  const reply = await wire.client.send(method, path, undefined, {
    authorization: `Bearer ${await wire.client.token(isPlans ? "users:read" : method === "GET" ? "admin:read" : "admin:write")}`,
    accept: mediaType(isPlans ? 4 : 1),
  });
  expect(reply).toMatchObject({ status: 404, body: { statusCode: 404 } });
});

test.each([
  { what: "address", path: `${EMAIL_ADDRESSES.path}/nothing` },
  { what: "profile", path: `${EMAIL_PROFILES.path}/nothing` },
  { what: "mapping", path: `${INTERACTION_PLAN_MAPPINGS.path}/nothing` },
  { what: "signature", path: `${EMAIL_ADDRESSES.path}/nothing/signature` },
])("no such $what: 404 to GET, PATCH or PUT, and DELETE", async ({ what, path }) => {
  expect((await wire.client.get(path)).status).toBe(404);
  const write = what === "signature" ? wire.client.put(path, { html: "" }) : wire.client.patch(path, {});
  expect((await write).status).toBe(404);
  expect((await wire.client.delete(path)).status).toBe(404);
});

test("without the email channel everything but the plans is 403 FeatureNotProvisioned", async () => {
  wire.simulator.set({ isProvisioned: false });
  for (const path of [EMAIL_ADDRESSES.path, EMAIL_PROFILES.path, INTERACTION_PLAN_MAPPINGS.path]) {
    const reply = await wire.client.get(path);
    expect(reply).toMatchObject({ status: 403, body: { error: { code: "FeatureNotProvisioned" } } });
  }
  expect((await wire.client.get(INTERACTION_PLANS.path)).status).toBe(200);
});

test("the Date header tells the simulator's time", async () => {
  wire.simulator.skewClock(3_600_000);
  const { headers } = await wire.client.get(INTERACTION_PLANS.path);
  const aheadMs = Date.parse(headers.get("date") ?? "") - Date.now();
  expect(Math.abs(aheadMs - 3_600_000)).toBeLessThan(10_000);
});
