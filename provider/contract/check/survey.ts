import type { ApiName } from "../../../schema/api";
import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { SIGNATURE } from "../../../schema/email-signature";
import type { ListEndpoint } from "../../../schema/endpoint";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { readErrorBody } from "../../client/error-shapes";
import type { Answer, ReadOnlyClient } from "../../client/read-only";
import { asObject } from "../../values/json-object";
import { isRecord } from "../../values/records";
import { at } from "./places";

/** Most calls of a check, those for tokens among them. Source: our choice, so that no account notices. */
export const MOST_CALLS = 40;
const MOST_PAGES_OF_A_LIST = 4;
const MOST_SIGNATURES = 5;
const SMALLER_PAGES = [100, 25] as const;
const PAGE_SIZE = 1_000;

type Bag = Readonly<Record<string, unknown>>;

/** How a read ended. */
export type Outcome =
  | "read"
  /** In another form than any that can be looked into. */
  | "otherForm"
  | "notFound"
  /** The token's scope is too little, by the API's own word. */
  | "scope"
  | "forbidden"
  | "notProvisioned"
  | "version"
  | "noToken"
  | "unanswered"
  /** The account asked for a pause, or all calls are spent. */
  | "stopped";

/** Readings of one list. */
export interface ListSeen {
  readonly kind: ContractKindName;
  readonly api: ApiName;
  readonly outcome: Outcome;
  /** What stood in the way, in our words. */
  readonly why: string;
  /** The version that was answered, where it is another than the contract's. */
  readonly otherVersion?: number | undefined;
  /** Versions that the API names, where the contract's isn't one and none of them was answered. */
  readonly validVersions?: readonly number[];
  /** Keys of the reply that hold lists. */
  readonly listKeys: readonly string[];
  /** The one that the objects are from. */
  readonly usedKey?: string | undefined;
  readonly objects: readonly Bag[];
  readonly metaKeys: readonly string[];
  readonly totalCount?: number | undefined;
  readonly pageCount?: number | undefined;
  /** True if all pages were read. */
  readonly isWhole: boolean;
  /** Number of the first page, where it could be told. */
  readonly firstPage?: 0 | 1 | undefined;
  /** Size of a page that VCC took, where the contract's is refused. */
  readonly smallerPage?: number | undefined;
  /** The read of one object by its id. */
  readonly one?: Outcome | undefined;
}

export interface SignatureSeen {
  readonly outcomes: readonly Outcome[];
  readonly objects: readonly Bag[];
}

/** All that a check has read of an account. */
export interface Survey {
  readonly lists: readonly ListSeen[];
  readonly signatures: SignatureSeen;
  readonly calls: number;
  /** Why the check ended before its end. */
  readonly stopped?: string | undefined;
}

const LISTS: readonly ListEndpoint<object>[] = [
  INTERACTION_PLANS,
  EMAIL_ADDRESSES,
  EMAIL_PROFILES,
  INTERACTION_PLAN_MAPPINGS,
];

/** Reads what the contract speaks of, one call after the other. Nothing is sent once the account asks for a pause. */
export async function takeSurvey(client: ReadOnlyClient, contract: Contract): Promise<Survey> {
  const surveyor = new Surveyor(client, contract);
  const lists: ListSeen[] = [];
  for (const endpoint of LISTS) {
    if (!contract.lacks(endpoint.kind)) lists.push(await surveyor.list(endpoint));
  }
  const addresses = lists.find(({ kind }) => kind === "emailAddress");
  const signatures = await surveyor.signatures(addresses?.objects ?? []);
  return { lists, signatures, calls: client.calls(), stopped: surveyor.stopped };
}

class Surveyor {
  stopped: string | undefined;
  readonly #client: ReadOnlyClient;
  readonly #contract: Contract;
  /** Media types of APIs that answer another version than the contract's. */
  readonly #accepts = new Map<ApiName, { readonly accept: string; readonly version: number }>();

  constructor(client: ReadOnlyClient, contract: Contract) {
    this.#client = client;
    this.#contract = contract;
  }

  async list(endpoint: ListEndpoint<object>): Promise<ListSeen> {
    const { api } = endpoint;
    const kind = endpoint.kind as ContractKindName;
    const path = this.#contract.listPath(endpoint);
    const { firstPage: given, pageSize = PAGE_SIZE } = this.#contract.api(api);
    const firstPage = given === 0 ? 0 : 1;
    const ask = (page: number, limit: number) => this.#get(api, `${path}?page=${page}&limit=${limit}`);
    let limit = pageSize;
    let answer = await ask(firstPage, limit);
    for (const size of SMALLER_PAGES) {
      if (!refuses(answer, /\blimit\b/iu) || size >= limit) continue;
      limit = size;
      answer = await ask(firstPage, limit);
    }
    if (refuses(answer, /\bpage\b/iu)) answer = await ask(1 - firstPage, limit);
    const smallerPage = limit === pageSize ? undefined : limit;
    const otherVersion = this.#accepts.get(api)?.version;
    const unread = unreadOf(answer, this.stopped);
    const body = "body" in answer ? asObject(answer.body) : undefined;
    const facts = { kind, api, otherVersion, smallerPage };
    if (unread !== undefined || body === undefined)
      return {
        ...facts,
        ...NOTHING,
        ...(unread ?? { outcome: "otherForm", why: "a reply that is no JSON object" }),
      };
    const first = pageOf(body, this.#contract.listKey(endpoint));
    const rest = await this.#restOf(first, ask, { firstPage, limit, endpoint });
    const objects = [...first.objects, ...rest.objects];
    return {
      ...facts,
      outcome: first.listKeys.length === 0 ? "otherForm" : "read",
      why: first.listKeys.length === 0 ? "a reply without a list of objects" : "",
      ...first,
      ...rest,
      objects,
      isWhole: first.totalCount !== undefined && objects.length >= first.totalCount,
      one: await this.#one(endpoint, objects),
    };
  }

  /** What other pages tell: which is the first, and what is on the later ones. */
  async #restOf(
    first: PageSeen,
    ask: (page: number, limit: number) => Promise<Answer>,
    { firstPage, limit, endpoint }: { firstPage: 0 | 1; limit: number; endpoint: ListEndpoint<object> },
  ): Promise<{ readonly objects: readonly Bag[]; readonly firstPage?: 0 | 1 | undefined }> {
    const key = this.#contract.listKey(endpoint);
    const { totalCount = 0, objects } = first;
    if (totalCount === 0) return { objects: [] };
    if (objects.length >= totalCount) return { objects: [], firstPage };
    const other = firstPage === 0 ? 1 : 0;
    const read = async (page: number): Promise<readonly Bag[]> => {
      const answer = await ask(page, limit);
      const body = "body" in answer && answer.status === 200 ? asObject(answer.body) : undefined;
      return body === undefined ? [] : pageOf(body, key).objects;
    };
    const before = other === 0 || objects.length === 0 ? await read(other) : [];
    const isNew = before.length > 0 && JSON.stringify(before[0]) !== JSON.stringify(objects[0]);
    const found = [...(isNew ? before : [])];
    for (let page = firstPage + 1; page < firstPage + MOST_PAGES_OF_A_LIST; page += 1) {
      if (objects.length + found.length >= totalCount || (page === other && isNew)) break;
      const more = await read(page);
      if (more.length === 0) break;
      found.push(...more);
    }
    return { objects: found, firstPage: isNew ? other : firstPage };
  }

  async #one(endpoint: ListEndpoint<object>, objects: readonly Bag[]): Promise<Outcome | undefined> {
    const { kind, idKey, api } = endpoint;
    if (kind === "interactionPlan" || this.#contract.lacksCall(kind, "read")) return undefined;
    const id = idsOf(objects, this.#contract.spellingOf(kind, idKey) ?? idKey)[0];
    if (id === undefined) return undefined;
    const answer = await this.#get(api, `${this.#contract.listPath(endpoint)}/${encodeURIComponent(id)}`);
    return unreadOf(answer, this.stopped)?.outcome ?? "read";
  }

  /** The signatures of the first addresses. */
  async signatures(addresses: readonly Bag[]): Promise<SignatureSeen> {
    const contract = this.#contract;
    if (contract.lacks(SIGNATURE.kind)) return { outcomes: [], objects: [] };
    const spelling = contract.spellingOf(EMAIL_ADDRESSES.kind, EMAIL_ADDRESSES.idKey) ?? "id";
    const outcomes: Outcome[] = [];
    const objects: Bag[] = [];
    for (const id of idsOf(addresses, spelling).slice(0, MOST_SIGNATURES)) {
      const path = contract
        .partPath(EMAIL_ADDRESSES, SIGNATURE)
        .replace("{id}", () => encodeURIComponent(id));
      const answer = await this.#get("email", path);
      outcomes.push(unreadOf(answer, this.stopped)?.outcome ?? "read");
      const body = "body" in answer && answer.status === 200 ? asObject(answer.body) : undefined;
      if (body !== undefined) objects.push(body);
    }
    return { outcomes, objects };
  }

  /** One read, in the version that the API answers. */
  async #get(api: ApiName, path: string): Promise<Answer> {
    const answer = await this.#send(api, path);
    if (this.#accepts.has(api)) return answer;
    for (const version of validVersions(answer)) {
      const accept = this.#contract.acceptOf(api, version);
      const next = await this.#send(api, path, accept);
      if (!("status" in next) || next.status === 400) continue;
      this.#accepts.set(api, { accept, version });
      return next;
    }
    return answer;
  }

  async #send(api: ApiName, path: string, accept = this.#accepts.get(api)?.accept): Promise<Answer> {
    if (this.stopped !== undefined) return { problem: this.stopped, isNoToken: false };
    const answer = await this.#client.get(api, path, accept);
    if ("status" in answer && answer.status === 429) this.stopped = "VCC asks for a pause (429)";
    if ("isLimit" in answer && answer.isLimit) this.stopped = answer.problem;
    return answer;
  }
}

const NOTHING = { listKeys: [], objects: [], metaKeys: [], isWhole: false } as const;

type PageSeen = Pick<ListSeen, "listKeys" | "usedKey" | "objects" | "metaKeys" | "totalCount" | "pageCount">;

function pageOf(body: Bag, listKey: string): PageSeen {
  const listKeys = Object.keys(body).filter((key) => isList(body[key]));
  const usedKey = listKeys.includes(listKey) ? listKey : listKeys.length === 1 ? listKeys[0] : undefined;
  const meta = isRecord(body["meta"]) ? body["meta"] : {};
  const count = (key: string) => (typeof meta[key] === "number" ? meta[key] : undefined);
  return {
    listKeys,
    usedKey,
    objects: usedKey === undefined ? [] : (body[usedKey] as readonly unknown[]).filter(isRecord),
    metaKeys: Object.keys(meta),
    totalCount: count("totalCount"),
    pageCount: count("pageCount"),
  };
}

function isList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord);
}

function idsOf(objects: readonly Bag[], spelling: string): readonly string[] {
  return objects.flatMap((object) => {
    const id = at(object, spelling);
    return typeof id === "string" && /^[\w~-][\w.~-]*$/u.test(id) ? [id] : [];
  });
}

/** Versions that a 400 names, the highest first. Source: documented. */
function validVersions(answer: Answer): readonly number[] {
  if (!("status" in answer) || answer.status !== 400) return [];
  const [, list] = /Valid values: ([\d, ]{1,100})/u.exec(answer.body) ?? [];
  return (list ?? "")
    .split(",")
    .map((word) => Number(word.trim()))
    .filter((version) => Number.isInteger(version) && version > 0)
    .sort((a, b) => b - a)
    .slice(0, 2);
}

function refuses(answer: Answer, what: RegExp): boolean {
  return "status" in answer && answer.status === 400 && what.test(answer.body);
}

/** Why a reply isn't what was asked for; undefined where it is. */
function unreadOf(
  answer: Answer,
  stopped: string | undefined,
): { readonly outcome: Outcome; readonly why: string } | undefined {
  if (!("status" in answer)) {
    if (stopped !== undefined) return { outcome: "stopped", why: stopped };
    return { outcome: answer.isNoToken ? "noToken" : "unanswered", why: answer.problem };
  }
  const { status, body } = answer;
  const why = `VCC answers ${status}`;
  if (status === 200) return undefined;
  if (status === 429) return { outcome: "stopped", why };
  const { code, messages, fromApi } = readErrorBody(body);
  if (fromApi === false) return { outcome: "unanswered", why: `something in front of VCC answers ${status}` };
  if (status === 404) return { outcome: "notFound", why };
  if (status === 400 && messages.some((text) => /version/iu.test(text))) return { outcome: "version", why };
  if (code === "insufficient_scope") return { outcome: "scope", why: `${why}, insufficient_scope` };
  if (code === "FeatureNotProvisioned")
    return { outcome: "notProvisioned", why: `${why}, FeatureNotProvisioned` };
  return { outcome: status === 403 || status === 401 ? "forbidden" : "unanswered", why };
}
