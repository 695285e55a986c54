import * as z from "zod";
import type { Contract } from "../../schema/contract/contract";
import { idOf, type ListEndpoint, type ObjectEndpoint } from "../../schema/endpoint";
import { NotFoundError } from "../errors";
import type { Collection, Reader } from "../ports";
import { aboutPart } from "./about-part";
import { type ApiCall, type Calls, idSegment } from "./calls";
import { notInContract } from "./not-in-contract";
import type { ExpectedReply } from "./observe";
import type { ClientOptions } from "./options";
import { createReader } from "./reader";
import { createWire, type Wire } from "./wire";

/** Lists and objects of one kind. Every write, also one that failed, ends the sharing of lists. */
export function createCollection<Dto extends object, Body extends object>(
  calls: Calls,
  endpoint: ObjectEndpoint<Dto, Body>,
  options: ClientOptions,
): Collection<Dto, Body> {
  const { invalidate, ...lists } = createReader(calls, endpoint, options);
  const { contract } = options;
  const wire = createWire(contract, endpoint.kind);
  const dto = z.preprocess((raw) => wire.decode(raw), endpoint.dto);
  const objects: Objects<Dto, Body> = { calls, endpoint, contract, wire, dto, lists };

  async function write<Result>(call: () => Promise<Result>): Promise<Result> {
    if (contract.lacks(endpoint.kind)) throw notInContract(contract, endpoint.plural);
    return call().finally(() => invalidate());
  }

  return {
    ...lists,
    get: (id) => read(objects, id),
    create: (body, onSend) => write(() => create(objects, body, onSend)),
    patch: (id, changes, { sendsWhole = contract.sendsWhole(endpoint.kind) } = {}) =>
      write(() => update(objects, id, changes, sendsWhole)),
    async put(id, { body, ...call }) {
      const expected = expectedReply(endpoint);
      const request = () =>
        ({ ...aboutPart(contract, endpoint, id, call), method: "PUT", body, expected }) as const;
      return write(() => calls.request(request(), dto));
    },
    async post(id, call, reply) {
      const request = () => ({ ...aboutPart(contract, endpoint, id, call), method: "POST" }) as const;
      return write(() => calls.request(request(), reply));
    },
    delete: (id) => write(() => calls.requestNoBody({ ...about(objects, id, "delete"), method: "DELETE" })),
  };
}

/** What the calls about single objects rest on. */
interface Objects<Dto, Body> {
  readonly calls: Calls;
  readonly endpoint: ObjectEndpoint<Dto, Body>;
  readonly contract: Contract;
  readonly wire: Wire;
  readonly dto: z.ZodType<Dto>;
  readonly lists: Reader<Dto>;
}

/** A call about the object with this id. */
function about<Dto, Body>(
  { endpoint, contract }: Objects<Dto, Body>,
  id: string,
  doing: string,
): Omit<ApiCall, "method"> {
  return {
    api: endpoint.api,
    doing: `${doing} ${endpoint.noun} ${id}`,
    path: `${contract.listPath(endpoint)}/${idSegment(endpoint, id)}`,
    namesObject: true,
  };
}

function expectedReply({ kind, plural }: Pick<ListEndpoint<object>, "kind" | "plural">): ExpectedReply {
  return { kind, plural };
}

/** One object: by a call of its own, or from the list where there is no such call. */
async function read<Dto extends object, Body>(objects: Objects<Dto, Body>, id: string): Promise<Dto> {
  const { calls, endpoint, contract, dto, lists } = objects;
  const call = { ...about(objects, id, "read"), method: "GET", expected: expectedReply(endpoint) } as const;
  if (!contract.lacksCall(endpoint.kind, "read")) return calls.request(call, dto);
  const { objects: listed, unreadable } = await lists.listAll();
  const found = listed.find((one) => idOf(endpoint, one) === id);
  if (found !== undefined) return found;
  const odd = unreadable.find((one) => one.id === id);
  if (odd !== undefined) throw calls.contradiction(call, odd.problem);
  const message = `There is no ${endpoint.noun} with the id ${JSON.stringify(id)} in the list.`;
  throw new NotFoundError("VCC_NOT_FOUND", message);
}

async function create<Dto, Body extends object>(
  { calls, endpoint, contract, wire, dto }: Objects<Dto, Body>,
  body: Body,
  onSend: (() => void) | undefined,
): Promise<Dto> {
  const { api, kind, noun, idKey } = endpoint;
  const call = {
    api,
    doing: `create ${noun} ${endpoint.labelOf(body)}`,
    method: "POST",
    path: contract.listPath(endpoint),
    namesObject: false,
    expected: { ...expectedReply(endpoint), isEcho: true },
    idKey: contract.spellingOf(kind, idKey) ?? idKey,
    onSend,
  } as const;
  return calls.request({ ...call, body: wire.encodeNew(body) }, dto);
}

/** Sends the changes, or the whole object with them. */
async function update<Dto, Body>(
  objects: Objects<Dto, Body>,
  id: string,
  changes: Partial<Body>,
  sendsWhole: boolean,
): Promise<Dto> {
  const { calls, endpoint, contract, wire, dto } = objects;
  const { kind, plural } = endpoint;
  const call = { ...about(objects, id, "update"), expected: { ...expectedReply(endpoint), isEcho: true } };
  const method = contract.update(kind);
  const cleared = Object.entries(changes).find(([, value]) => value === null)?.[0];
  if (cleared !== undefined && !contract.hasSemantic(kind, "nullClears"))
    throw notInContract(contract, `way to take ${cleared} away from ${plural}`);
  if (!sendsWhole) return calls.request({ ...call, method, body: wire.encode(changes) }, dto);
  const whole = await calls.request(
    { ...about(objects, id, "read"), method: "GET", expected: expectedReply(endpoint) },
    Whole,
  );
  return calls.request({ ...call, method, body: wire.encodeWhole(whole, changes) }, dto);
}

/** An object as VCC spells it. */
const Whole = z.record(z.string(), z.unknown());
