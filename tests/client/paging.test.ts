import { EMAIL_PROFILES } from "../../schema/email-profile";
import { EMAIL_ADDRESSES } from "../../schema/email-address";
import * as fc from "fast-check";
import { readAllPages, type Page } from "../../provider/client/paging";
import { addressDto, closeServers, failureOf, listOf, serve } from "../support/client-fixture";

afterEach(closeServers);

/** Reads a scripted list; `pauses` are the waits between readings, in ms. */
function read(readPage: (page: number) => Promise<Page<string>>, limit = 10, pauses: number[] = []) {
  return readAllPages({
    readPage,
    limit,
    numbering: { first: 1 },
    idOf: (item) => item,
    sleep: (ms) => {
      pauses.push(ms);
      return Promise.resolve();
    },
    incomplete: ({ found, totalCount, isChanging }) =>
      new Error(`${found} of ${totalCount}${isChanging ? ", changing" : ""}`),
  });
}

function pageOf(
  items: readonly string[],
  page: number,
  size: number,
  totalCount = items.length,
): Page<string> {
  const slice = items.slice((page - 1) * size, page * size);
  return {
    items: slice,
    meta: { pageCount: Math.ceil(items.length / size), totalCount },
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
        expect(await read(readPage, size)).toEqual(all);
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
  expect(await read(readPage)).toEqual(["b", "c", "d", "e"]);
});

test("an object that an insertion shows on two pages comes out once", async () => {
  let now = ["b", "c", "d"];
  const readPage = (page: number): Promise<Page<string>> => {
    const answer = pageOf(now, page, 2);
    now = ["a", "b", "c", "d"];
    return Promise.resolve(answer);
  };
  expect(await read(readPage)).toEqual(["a", "b", "c", "d"]);
});

test("a list that stays incomplete is an error after 3 readings, not a list with a hole", async () => {
  let readings = 0;
  const readPage = (page: number): Promise<Page<string>> => {
    readings += 1;
    return Promise.resolve(pageOf(["a", "b"], page, 10, 3));
  };
  await expect(read(readPage, 2)).rejects.toThrow("2 of 3");
  expect(readings).toBe(6);
});

test("a list that grows at its end while it is read is whole, as nothing is hidden by that", async () => {
  let total = 5;
  const readPage = (page: number): Promise<Page<string>> => {
    const answer = pageOf(["a", "b", "c", "d", "e", "f"].slice(0, total), page, 3);
    total = 6;
    return Promise.resolve(answer);
  };
  expect(await read(readPage, 3)).toEqual(["a", "b", "c", "d", "e", "f"]);
});

test("a list that changes from reading to reading is waited for, and then told as changing", async () => {
  let total = 100;
  const readPage = (page: number): Promise<Page<string>> => {
    total += 1;
    return Promise.resolve(pageOf(["a", "b"], page, 10, total));
  };
  const pauses: number[] = [];
  await expect(read(readPage, 10, pauses)).rejects.toThrow(/^2 of \d+, changing$/u);
  expect(pauses).toEqual([0, 500, 1_000, 2_000, 4_000]);
});

describe("a server that pages in its own way", () => {
  const ALL = ["a", "b", "c", "d", "e", "f", "g"];

  test.each([{ size: 3 }, { size: 7 }, { size: 10 }])(
    "counts pages from 0, $size a page",
    async ({ size }) => {
      const asked: number[] = [];
      const readPage = (page: number): Promise<Page<string>> => {
        asked.push(page);
        return Promise.resolve(pageOf(ALL, page + 1, size));
      };
      expect(await read(readPage, size)).toEqual(ALL);
      expect(asked.filter((page) => page === 0)).toHaveLength(1);
    },
  );

  test("holds fewer objects a page than it was asked for, and counts pages by what it was asked for", async () => {
    const readPage = (page: number): Promise<Page<string>> => {
      const { items } = pageOf(ALL, page, 2);
      return Promise.resolve({ items, meta: { pageCount: 1, totalCount: ALL.length } });
    };
    expect(await read(readPage, 1_000)).toEqual(ALL);
  });
});

const IDS = Array.from({ length: 7 }, (_, index) => `adr_${index}`);

test("over the wire: page and limit are always sent, and later pages are read side by side", async () => {
  let release = (): void => {};
  const allAsked = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { api, server } = await serve(
    (request, count) => {
      if (count === 4) release();
      const page = Number(request.query.get("page"));
      const items = IDS.slice((page - 1) * 2, page * 2).map((id) => addressDto(id));
      const answer = listOf("addresses", items, { page, pageCount: 4, totalCount: 7 });
      return page === 1 ? answer : { ...answer, after: allAsked };
    },
    { pageSize: 2 },
  );
  expect((await api.collection(EMAIL_ADDRESSES).list()).map((address) => address.id)).toEqual(IDS);
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
  expect(await api.collection(EMAIL_PROFILES).list()).toEqual([]);
  expect(server.received[0]?.query.get("limit")).toBe(expected);
});

test("over the wire: pages that VCC finds too large are asked for again, smaller, from then on", async () => {
  const { api, server } = await serve((request) => {
    if (Number(request.query.get("limit")) <= 100) return listOf("profiles", []);
    return { status: 400, body: { errors: [{ message: "1 to 100", path: "limit" }] } };
  });
  expect(await api.collection(EMAIL_PROFILES).list()).toEqual([]);
  expect(await api.collection(EMAIL_PROFILES).listFresh()).toEqual([]);
  expect(server.received.map((request) => request.query.get("limit"))).toEqual(["1000", "100", "100"]);
});

test("over the wire: a list that keeps changing is an error that says to try again", async () => {
  let totalCount = 10;
  const { api } = await serve(() => {
    totalCount += 1;
    return listOf("profiles", [], { pageCount: 1, totalCount });
  });
  const error = await failureOf(api.collection(EMAIL_PROFILES).list());
  expect(error).toMatchObject({ code: "VCC_LIST_CHANGED" });
  expect(error).toMatchObject({
    message: expect.stringContaining("email profiles: the list kept changing") as string,
  });
});

test("over the wire: an odd object leaves the others readable, and is told by id and field", async () => {
  const { api } = await serve((request) => {
    const odd = addressDto("odd", { emailAddress: 7 });
    return request.path.endsWith("/odd") ? { body: odd } : listOf("addresses", [odd, addressDto("fine")]);
  });
  expect((await api.collection(EMAIL_ADDRESSES).list()).map(({ id }) => id)).toEqual(["fine"]);
  expect((await api.collection(EMAIL_ADDRESSES).listAll()).unreadable).toEqual([
    { id: "odd", problem: "emailAddress is not of type string" },
  ]);
  await expect(api.collection(EMAIL_ADDRESSES).get("odd")).rejects.toThrow(
    /read email address odd: GET \S+ answered 200 but emailAddress is not of type string/u,
  );
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
  const error = await failureOf(api.collection(EMAIL_ADDRESSES).list());
  expect(error).toMatchObject({
    code: "VCC_UNREADABLE_REPLY",
    message: expect.stringContaining(says) as string,
  });
  expect(error).toMatchObject({
    message: expect.stringContaining("GET /channels/email/addresses") as string,
  });
});
