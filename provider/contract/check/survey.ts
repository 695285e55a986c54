import type { ApiName } from "../../../schema/api";
import type { Contract } from "../../../schema/contract/contract";
import type { ContractKindName } from "../../../schema/contract/kinds";
import { EMAIL_ADDRESSES } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { SIGNATURE } from "../../../schema/email-signature";
import type { ListEndpoint } from "../../../schema/endpoint";
import { INTERACTION_PLAN_MAPPINGS, INTERACTION_PLANS } from "../../../schema/interaction-plan-mapping";
import { SMALLER_PAGE_SIZES, USUAL_PAGE_SIZE } from "../../../schema/limits";
import type { ReadResult, ReadOnlyClient } from "../../client/read-only";
import { asObject } from "../../values/json-object";
import { type Outcome, refuses, unreadOf, validVersions } from "./outcome";
import { type Bag, pageOf, type PageSeen } from "./page";
import type { VccError } from "../../errors";
import { atPath } from "../../values/at-path";

/** Most calls of a check, those for tokens among them. Source: our choice, so that no account notices. */
export const MOST_CALLS = 40;
const MOST_PAGES_OF_A_LIST = 4;
const MOST_SIGNATURES = 5;
/** Objects of which one is read by its id. */
const MOST_TRIED = 2;

/** Readings of one list. */
export interface ListSeen extends PageSeen {
  readonly kind: ContractKindName;
  readonly api: ApiName;
  readonly outcome: Outcome;
  /** What stood in the way, in our words. */
  readonly why: string;
  /** The version that was answered, where it is another than the contract's. */
  readonly otherVersion?: number | undefined;
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
  /** Why nothing could be read, where that is no matter of scopes: the error of the tokens, none of which there was. */
  readonly noToken?: VccError | undefined;
}

/** All objects that were read. */
export function repliesOf({ lists, signatures }: Survey): readonly Bag[] {
  return [...lists.flatMap(({ objects }) => objects), ...signatures.objects];
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
  const isShut = lists.every(({ outcome }) => outcome === "noToken");
  const { stopped } = surveyor;
  return { lists, signatures, calls: client.calls(), stopped, ...(isShut && { noToken: surveyor.noToken }) };
}

/** The first page as it was asked for in the end. */
interface Asked {
  readonly answer: ReadResult;
  readonly firstPage: 0 | 1;
  readonly limit: number;
  readonly pageSize: number;
}

class Surveyor {
  #stopped: string | undefined;
  readonly #client: ReadOnlyClient;
  readonly #contract: Contract;
  /** Media types of APIs that answer another version than the contract's. */
  readonly #accepts = new Map<ApiName, { readonly accept: string; readonly version: number }>();

  constructor(client: ReadOnlyClient, contract: Contract) {
    this.#client = client;
    this.#contract = contract;
  }

  /** Why there was no token, when one was last asked for. */
  noToken: VccError | undefined;

  /** Why nothing more is asked for. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  async list(endpoint: ListEndpoint<object>): Promise<ListSeen> {
    const { api } = endpoint;
    const asked = await this.#firstPage(endpoint);
    const facts = {
      kind: endpoint.kind as ContractKindName,
      api,
      otherVersion: this.#accepts.get(api)?.version,
      smallerPage:
        asked.limit === asked.pageSize || refuses(asked.answer, /\blimit\b/iu) ? undefined : asked.limit,
    };
    const unread = unreadOf(asked.answer, this.#stopped);
    const body = bodyOf(asked.answer);
    if (unread !== undefined) return { ...facts, ...NOTHING, ...unread };
    if (body === undefined) return { ...facts, ...NOTHING, ...NO_LIST };
    const first = pageOf(body, this.#contract.listKey(endpoint));
    const rest = await this.#restOf(endpoint, first, asked);
    const objects = [...first.objects, ...rest.objects];
    return {
      ...facts,
      ...(first.listKeys.length === 0 ? NO_LIST : ({ outcome: "read", why: "" } as const)),
      ...first,
      ...rest,
      objects,
      isWhole: first.totalCount !== undefined && objects.length >= first.totalCount,
      one: await this.#one(endpoint, objects),
    };
  }

  /** A list's first page by the contract, in the size and numbering that VCC takes. */
  async #firstPage(endpoint: ListEndpoint<object>): Promise<Asked> {
    const { firstPage: given, pageSize = USUAL_PAGE_SIZE } = this.#contract.api(endpoint.api);
    const firstPage = given === 0 ? 0 : 1;
    let limit = pageSize;
    let answer = await this.#page(endpoint, firstPage, limit);
    for (const size of SMALLER_PAGE_SIZES) {
      if (!refuses(answer, /\blimit\b/iu) || size >= limit) continue;
      limit = size;
      answer = await this.#page(endpoint, firstPage, limit);
    }
    if (refuses(answer, /\bpage\b/iu)) answer = await this.#page(endpoint, 1 - firstPage, limit);
    const asked = { answer, firstPage, limit, pageSize } as const;
    if (!this.#isBeyondTheFirst(endpoint, answer)) return asked;
    const other = firstPage === 0 ? 1 : 0;
    const before = await this.#page(endpoint, other, limit);
    const isFirst = bodyOf(before) !== undefined && !this.#isBeyondTheFirst(endpoint, before);
    return isFirst ? { ...asked, answer: before, firstPage: other } : asked;
  }

  /** True for a page without objects of a list that has some. */
  #isBeyondTheFirst(endpoint: ListEndpoint<object>, answer: ReadResult): boolean {
    const body = bodyOf(answer);
    if (body === undefined) return false;
    const { objects, totalCount = 0 } = pageOf(body, this.#contract.listKey(endpoint));
    return objects.length === 0 && totalCount > 0;
  }

  /** What other pages tell: which is the first, and what is on the later ones. */
  async #restOf(
    endpoint: ListEndpoint<object>,
    { objects, totalCount = 0 }: PageSeen,
    { firstPage, limit }: Asked,
  ): Promise<{ readonly objects: readonly Bag[]; readonly firstPage?: 0 | 1 | undefined }> {
    if (totalCount === 0) return { objects: [] };
    if (objects.length >= totalCount) return { objects: [], firstPage };
    const key = this.#contract.listKey(endpoint);
    const read = async (page: number): Promise<readonly Bag[]> => {
      const body = bodyOf(await this.#page(endpoint, page, limit));
      return body === undefined ? [] : pageOf(body, key).objects;
    };
    let found = await this.#before(firstPage, objects, read);
    const isNew = found.length > 0;
    for (let page = firstPage + 1; page < firstPage + MOST_PAGES_OF_A_LIST; page += 1) {
      const isDone = objects.length + found.length >= totalCount;
      const more = isDone ? [] : await read(page);
      if (more.length === 0) break;
      found = [...found, ...more];
    }
    return { objects: found, firstPage: isNew ? 0 : firstPage };
  }

  /** Objects of a page 0 before the first one. */
  async #before(
    firstPage: 0 | 1,
    objects: readonly Bag[],
    read: (page: number) => Promise<readonly Bag[]>,
  ): Promise<readonly Bag[]> {
    if (firstPage === 0) return [];
    const before = await read(0);
    const isSame = scalarsOf(before[0]) === scalarsOf(objects[0]);
    return isSame ? [] : before;
  }

  #page(endpoint: ListEndpoint<object>, page: number, limit: number): Promise<ReadResult> {
    return this.#get(endpoint.api, `${this.#contract.listPath(endpoint)}?page=${page}&limit=${limit}`);
  }

  async #one(endpoint: ListEndpoint<object>, objects: readonly Bag[]): Promise<Outcome | undefined> {
    const { kind, idKey, api } = endpoint;
    if (kind === "interactionPlan" || this.#contract.lacksCall(kind, "read")) return undefined;
    const ids = idsOf(objects, this.#contract.spellingOf(kind, idKey) ?? idKey).slice(0, MOST_TRIED);
    let outcome: Outcome | undefined;
    for (const id of ids) {
      const path = `${this.#contract.listPath(endpoint)}/${encodeURIComponent(id)}`;
      outcome = unreadOf(await this.#get(api, path), this.#stopped)?.outcome ?? "read";
      // One alone may have been deleted a moment ago.
      if (outcome !== "notFound") return outcome;
    }
    return ids.length < MOST_TRIED ? outcome && "unanswered" : outcome;
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
      outcomes.push(unreadOf(answer, this.#stopped)?.outcome ?? "read");
      const body = bodyOf(answer);
      if (body !== undefined) objects.push(body);
    }
    return { outcomes, objects };
  }

  /** One read, in the version that the API answers. */
  async #get(api: ApiName, path: string): Promise<ReadResult> {
    const answer = await this.#send(api, path);
    if (this.#accepts.has(api)) return answer;
    for (const version of validVersions(answer)) {
      const accept = this.#contract.acceptOf(api, version);
      const next = await this.#send(api, path, accept);
      if (!("status" in next) || next.status !== 200) continue;
      this.#accepts.set(api, { accept, version });
      return next;
    }
    return answer;
  }

  async #send(api: ApiName, path: string, accept = this.#accepts.get(api)?.accept): Promise<ReadResult> {
    if (this.#stopped !== undefined) return { problem: this.#stopped, isNoToken: false };
    const answer = await this.#client.get(api, path, accept);
    if ("error" in answer && answer.error.code !== "VCC_SCOPE_MISSING") this.noToken = answer.error;
    if ("status" in answer && answer.status === 429) this.#stopped = "VCC asks for a pause (429)";
    if ("code" in answer && answer.code === "VCC_RATE_LIMITED") this.#stopped = "VCC asks for a pause (429)";
    if ("isLimit" in answer) this.#stopped = answer.problem;
    return answer;
  }
}

const NOTHING = { listKeys: [], objects: [], isWhole: false } as const;
const NO_LIST = { outcome: "otherForm", why: "a reply without a list of objects" } as const;

/** The object without what is below it. */
function scalarsOf(object: Bag = {}): string {
  return JSON.stringify(Object.entries(object).filter(([, value]) => typeof value !== "object"));
}

function bodyOf(answer: ReadResult): Bag | undefined {
  return "body" in answer && answer.status === 200 ? asObject(answer.body) : undefined;
}

function idsOf(objects: readonly Bag[], spelling: string): readonly string[] {
  return objects.flatMap((object) => {
    const id = atPath(object, spelling);
    return typeof id === "string" && /^[\w~-][\w.~-]*$/u.test(id) ? [id] : [];
  });
}
