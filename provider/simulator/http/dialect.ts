import { type ApiName, APIS, MEDIA_TYPE } from "../../../schema/api";
import { CONTRACT_KINDS, type ContractKind } from "../../../schema/contract/kinds";
import type { ContractProfile, KindProfile } from "../../../schema/contract/profile";
import { requireWithinLimits } from "./limits";
import type { ApiCall, ApiReply, ApiRoute } from "../routes/api-route";
import type { Fields } from "../routes/simulated-kind";

/** What a call has to bring before its route is run. */
export interface Rules {
  /** What `Accept` has to name, with {version}. */
  readonly mediaType: string;
  readonly version: number;
  /** The token has one of these. */
  readonly scopes: readonly string[];
  readonly isOutsideEmail: boolean;
}

/** A route as the account of a contract profile has it. */
export interface SpokenRoute extends Rules {
  readonly api: ApiName;
  readonly method: string;
  /** As hono writes it. */
  readonly path: string;
  readonly run: (call: ApiCall) => ApiReply;
}

/** The routes of an account whose API is as the profile says. Written apart from the client, so that it can disagree. */
export function speak(routes: readonly ApiRoute[], profile: ContractProfile): readonly SpokenRoute[] {
  return routes.flatMap((route) => spoken(route, profile));
}

function spoken(route: ApiRoute, profile: ContractProfile): readonly SpokenRoute[] {
  const { api, kind, call, owner = kind, isOutsideEmail = false } = route;
  const [own, ofOwner] = [kindIn(profile, kind), kindIn(profile, owner)];
  if (own === null || ofOwner === null) return [];
  const path = placeOf(route, own, ofOwner);
  if (path === null) return [];
  const prefix = profile.apis?.[api]?.prefix ?? "";
  const isWhole = call === "update" && takesWhole(own);
  const method = methodOf(route, own);
  const tongue = new Tongue(kind, own);
  return [
    {
      ...rulesOf(api, [method === "GET" ? "read" : "write"], profile),
      api,
      method,
      path: toHono(prefix + path),
      isOutsideEmail,
      run: (request) => translated(route, request, { tongue, own, profile, isWhole }),
    },
  ];
}

function methodOf({ call, method }: ApiRoute, own: KindProfile): string {
  return call === "update" ? (own.update ?? method) : method;
}

function takesWhole({ update, semantics }: KindProfile): boolean {
  return update === "PUT" || semantics?.patchKeeps === false;
}

/** What the profile says of a kind; null where it isn't there. */
function kindIn({ kinds = {} }: ContractProfile, kind: string): KindProfile | null {
  const told = (kinds as Readonly<Record<string, KindProfile | null | undefined>>)[kind];
  return told === undefined ? {} : told;
}

type Way = "read" | "write";
const WAYS: readonly Way[] = ["read", "write"];

function scopesFor(api: ApiName, ways: readonly Way[], profile: ContractProfile): readonly string[] {
  return ways.map((way) => profile.apis?.[api]?.scopes?.[way] ?? APIS[api].scopes[way]);
}

/** All scopes that some call needs. */
export function scopesOf(profile: ContractProfile): readonly string[] {
  return (Object.keys(APIS) as ApiName[]).flatMap((api) => scopesFor(api, WAYS, profile));
}

function rulesOf(api: ApiName, ways: readonly Way[], profile: ContractProfile): Rules {
  const { version = APIS[api].version, mediaType = MEDIA_TYPE } = profile.apis?.[api] ?? {};
  return {
    mediaType,
    version,
    scopes: scopesFor(api, ways, profile),
    isOutsideEmail: api === "useradmin",
  };
}

/** Rules of a call that the API doesn't have; by default those of the email channel. */
export function absentRules(profile: ContractProfile, api: ApiName = "email"): Rules {
  return rulesOf(api, WAYS, profile);
}

/** The route's own path behind the place that the profile gives to its kind, or to the kind that it lies below. */
function placeOf(
  { path, listPath, owner, kind, call }: ApiRoute,
  own: KindProfile,
  ofOwner: KindProfile,
): string | null {
  const given = ofOwner.calls?.[call];
  if (given !== undefined) return given;
  if (owner !== undefined && owner !== kind && own.path !== undefined) return own.path;
  return (ofOwner.path ?? listPath) + path.slice(listPath.length);
}

/** `/accounts/{accountKey}/x/{id}` as `/accounts/:accountKey/x/:id`. */
function toHono(path: string): string {
  return path.replaceAll(/\{(\w+)\}/gu, ":$1");
}

interface Translation {
  readonly tongue: Tongue;
  readonly own: KindProfile;
  readonly profile: ContractProfile;
  readonly isWhole: boolean;
}

function translated(
  route: ApiRoute,
  request: ApiCall,
  { tongue, own, profile, isWhole }: Translation,
): ApiReply {
  const { call, listKey, api } = route;
  if (call === "list") {
    const { firstPage = 1, pageSize } = profile.apis?.[api] ?? {};
    const reply = route.run({ ...request, query: shifted(request.query, 1 - firstPage, pageSize) });
    const { [listKey]: rows, meta } = reply.body as Readonly<Record<string, readonly Fields[]>>;
    const { page, ...counts } = meta as unknown as { readonly page: number };
    const items = rows?.map((row) => tongue.tell(row));
    return {
      ...reply,
      body: { [own.listKey ?? listKey]: items, meta: { page: page - 1 + firstPage, ...counts } },
    };
  }
  const body = route.isVerbatim === true ? request.body : heard(route, request.body, tongue, own);
  const reply = route.run({
    ...request,
    body,
    isWhole,
    isUnguarded: own.semantics?.refusesMapped === false,
  });
  return reply.body === undefined || call === "consent"
    ? reply
    : { ...reply, body: tongue.tell(reply.body as Fields) };
}

/** A body in the simulator's own spelling. Where null clears nothing, a change takes no notice of it. */
function heard(
  { call, kind }: ApiRoute,
  body: unknown,
  tongue: Tongue,
  { semantics, limits }: KindProfile,
): unknown {
  if (typeof body !== "object" || body === null) return body;
  const fields = { ...(call === "create" && tongue.absentTexts()), ...tongue.hear(body as Fields) };
  requireWithinLimits(fields, kind, limits);
  if (call !== "update" || semantics?.nullClears !== false) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function shifted(query: URLSearchParams, by: number, most = Number.POSITIVE_INFINITY): URLSearchParams {
  const next = new URLSearchParams(query);
  const page = Number(query.get("page"));
  if (query.has("page") && Number.isInteger(page)) next.set("page", String(page + by));
  const limit = Number(query.get("limit"));
  if (limit > most) next.set("limit", String(most));
  return next;
}

type Words = Readonly<Record<string, string | undefined>>;

/** The spellings of one kind. */
class Tongue {
  readonly #facts: ContractKind | undefined;
  readonly #profile: KindProfile;

  constructor(kind: string, profile: KindProfile) {
    this.#facts = (CONTRACT_KINDS as Readonly<Record<string, ContractKind>>)[kind];
    this.#profile = profile;
  }

  /** An object as this account tells it. */
  tell(row: Fields): Fields {
    if (!this.#isOwn) return row;
    const told: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(row)) this.#tellField(told, key, value);
    return told;
  }

  #tellField(told: Record<string, unknown>, field: string, value: unknown): void {
    const place = this.#placeOf(field);
    if (this.#profile.fields?.[field] === null) return;
    const isBlock = this.#fields.some((other) => other.startsWith(`${field}.`));
    if (isBlock && typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value)) this.#tellField(told, `${field}.${key}`, part);
      return;
    }
    setAt(told, place, this.#worded(field, this.#formed(field, value)));
  }

  /** A body in the simulator's own spelling. What this account has no such field for is no field of its own either. */
  hear(body: Fields): Fields {
    if (!this.#isOwn) return body;
    const heard: Record<string, unknown> = {};
    const known = new Set<string>();
    for (const field of this.#fields) {
      if (this.#profile.fields?.[field] === null) continue;
      const place = this.#placeOf(field);
      known.add(place.split(".", 1)[0] ?? place);
      const value = getAt(body, place);
      if (
        value === undefined ||
        this.#fields.some((other) => other.startsWith(`${field}.`) && value !== null)
      )
        continue;
      setAt(heard, field, this.#unworded(field, this.#unformed(field, value)));
    }
    for (const [key, value] of Object.entries(body)) if (!known.has(key)) heard[`${UNKNOWN}${key}`] = value;
    return heard;
  }

  /** What a new object has for the texts that this account doesn't know; one of them is required elsewhere. */
  absentTexts(): Fields {
    const { limits = {} } = this.#facts ?? {};
    const texts = Object.keys(limits).filter((field) => limits[field]?.unit === "characters");
    const absent = texts.filter((field) => this.#profile.fields?.[field] === null);
    return Object.fromEntries(absent.map((field) => [field, ""]));
  }

  /** True where something is spelled otherwise than built in. */
  get #isOwn(): boolean {
    const { fields, words, dataSources } = this.#profile;
    return fields !== undefined || words !== undefined || dataSources !== undefined;
  }

  get #fields(): readonly string[] {
    return this.#facts === undefined ? [] : [...this.#facts.essential, ...this.#facts.optional];
  }

  #placeOf(field: string): string {
    const own = this.#profile.fields?.[field];
    if (typeof own === "string") return own;
    const [block = "", ...rest] = field.split(".");
    return rest.length === 0 ? field : [this.#profile.fields?.[block] ?? block, ...rest].join(".");
  }

  #wordsOf(field: string): Words {
    return this.#profile.words?.[field] ?? {};
  }

  #worded(field: string, value: unknown): unknown {
    return typeof value === "string" ? (this.#wordsOf(field)[value] ?? value) : value;
  }

  #unworded(field: string, value: unknown): unknown {
    const [word] = Object.entries(this.#wordsOf(field)).find(([, spelling]) => spelling === value) ?? [];
    return word ?? value;
  }

  #formed(field: string, value: unknown): unknown {
    if (field !== "dataSources" || !Array.isArray(value)) return value;
    const sources = value as readonly { readonly name: string; readonly value: string }[];
    if (this.#profile.dataSources === "map")
      return Object.fromEntries(sources.map((source) => [source.name, source.value]));
    return this.#profile.dataSources === "object" ? (sources[0] ?? null) : sources;
  }

  #unformed(field: string, value: unknown): unknown {
    if (field !== "dataSources" || value === undefined || typeof value !== "object") return value;
    if (value === null) return this.#profile.dataSources === "object" ? [] : value;
    if (this.#profile.dataSources === "map")
      return Object.entries(value).map(([name, content]) => ({ name, value: content as unknown }));
    return this.#profile.dataSources === "object" ? [value] : value;
  }
}

/** Beginning of the name of a field that this account doesn't know. */
export const UNKNOWN = "unknown ";

function getAt(from: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((at, key) => {
    return typeof at === "object" && at !== null && Object.hasOwn(at, key) ? (at as Fields)[key] : undefined;
  }, from);
}

function setAt(into: Record<string, unknown>, path: string, value: unknown): void {
  const keys = path.split(".");
  const last = keys.pop() ?? path;
  let at = into;
  for (const key of keys) {
    const next = at[key];
    at = (typeof next === "object" && next !== null ? next : (at[key] = {})) as Record<string, unknown>;
  }
  at[last] = value;
}
