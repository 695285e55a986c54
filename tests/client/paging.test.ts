import * as fc from "fast-check";
import { readAllPages, type Page } from "../../provider/client/paging";
import { addressDto, closeServers, failureOf, listOf, serve } from "./fixtures";

afterEach(closeServers);

const incomplete = (found: number, totalCount: number): Error => new Error(`${found} of ${totalCount}`);
const idOf = (item: string): string => item;

function pageOf(
  items: readonly string[],
  page: number,
  size: number,
  totalCount = items.length,
): Page<string> {
  const slice = items.slice((page - 1) * size, page * size);
  return {
    items: slice,
    meta: { page, count: slice.length, pageCount: Math.ceil(items.length / size), totalCount },
  };
}

test("any list comes out whole and in its order, whatever the size of its pages", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.string(), { maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      async (all, size) => {
        const asked: number[] = [];
        const readPage = (page: number): Promise<Page<string>> => {
          asked.push(page);
          return Promise.resolve(pageOf(all, page, size));
        };
        expect(await readAllPages({ readPage, idOf, incomplete })).toEqual(all);
        expect(asked).toHaveLength(Math.max(1, Math.ceil(all.length / size)));
      },
    ),
  );
});

test("an object that a deletion lets fall between two pages is found by reading again", async () => {
  const before = ["a", "b", "c", "d", "e"];
  let now = before;
  const readPage = (page: number): Promise<Page<string>> => {
    const answer = pageOf(now, page, 2);
    now = ["b", "c", "d", "e"];
    return Promise.resolve(answer);
  };
  expect(await readAllPages({ readPage, idOf, incomplete })).toEqual(["b", "c", "d", "e"]);
});

test("an object that an insertion shows on two pages comes out once", async () => {
  let now = ["b", "c", "d"];
  const readPage = (page: number): Promise<Page<string>> => {
    const answer = pageOf(now, page, 2);
    now = ["a", "b", "c", "d"];
    return Promise.resolve(answer);
  };
  expect(await readAllPages({ readPage, idOf, incomplete })).toEqual(["a", "b", "c", "d"]);
});

test("a list that stays incomplete is an error after 3 readings, not a list with a hole", async () => {
  let readings = 0;
  const readPage = (page: number): Promise<Page<string>> => {
    readings += 1;
    return Promise.resolve(pageOf(["a", "b"], page, 10, 3));
  };
  await expect(readAllPages({ readPage, idOf, incomplete })).rejects.toThrow("2 of 3");
  expect(readings).toBe(3);
});

const IDS = Array.from({ length: 7 }, (_, index) => `adr_${index}`);

test("over the wire: page and limit are always sent, and later pages are read side by side", async () => {
  const { api, server } = await serve(
    (request) => {
      const page = Number(request.query.get("page"));
      const items = IDS.slice((page - 1) * 2, page * 2).map((id) => addressDto(id));
      const after = new Promise((resolve) => setTimeout(resolve, 10));
      return { ...listOf("addresses", items, { page, pageCount: 4, totalCount: 7 }), after };
    },
    { pageSize: 2 },
  );
  expect((await api.addresses.list()).map((address) => address.id)).toEqual(IDS);
  expect(server.received.map((request) => request.query.toString()).sort()).toEqual([
    "page=1&limit=2",
    "page=2&limit=2",
    "page=3&limit=2",
    "page=4&limit=2",
  ]);
  expect(server.mostAtOnce()).toBe(3);
});

test.each([
  { rule: "1000 unless told", pageSize: undefined, expected: "1000" },
  { rule: "at most 5000", pageSize: 9_999, expected: "5000" },
])("objects a page: $rule", async ({ pageSize, expected }) => {
  const { api, server } = await serve(
    () => listOf("profiles", []),
    pageSize === undefined ? {} : { pageSize },
  );
  expect(await api.profiles.list()).toEqual([]);
  expect(server.received[0]?.query.get("limit")).toBe(expected);
});

test.each([
  { rule: "no meta", body: { addresses: [] }, says: "meta is not of type object" },
  { rule: "an unreadable meta", body: { addresses: [], meta: {} }, says: "meta.pageCount is not of type" },
  {
    rule: "more pages than any account has",
    body: { addresses: [], meta: { page: 1, count: 0, pageCount: 1e9, totalCount: 0 } },
    says: "meta.pageCount is not as expected",
  },
  {
    rule: "no collection",
    body: { meta: { page: 1, count: 0, pageCount: 0, totalCount: 0 } },
    says: "addresses is not of type array",
  },
  {
    rule: "an object that breaks its shape",
    body: {
      addresses: [addressDto("a", { name: 7 })],
      meta: { page: 1, count: 1, pageCount: 1, totalCount: 1 },
    },
    says: "addresses.0.name is not of type string",
  },
  {
    rule: "fewer objects than it counts, as where pages start at 0",
    body: { addresses: [], meta: { page: 1, count: 0, pageCount: 1, totalCount: 4 } },
    says: "all pages together hold 0 of 4 email addresses",
  },
])("a list with $rule is a ResponseShapeError", async ({ body, says }) => {
  const { api } = await serve(() => ({ body }));
  const error = await failureOf(api.addresses.list());
  expect(error).toMatchObject({
    code: "ERR_RESPONSE_SHAPE",
    message: expect.stringContaining(says) as string,
  });
  expect(error).toMatchObject({
    message: expect.stringContaining("GET /channels/email/addresses") as string,
  });
});
