import { type ApiFacts, type ApiName, APIS, MEDIA_TYPE } from "../api";
import type { ListEndpoint, Part } from "../endpoint";
import { type ContractCall, contractKindOf, type Limit, type Semantic } from "./kinds";
import { spelledInParent } from "./own-places";
import type { ContractProfile, KindProfile } from "./profile";

/** An API as it is called. */
export interface ApiContract extends Pick<ApiFacts, "scopes"> {
  /** Undefined: that of `vcc:apiBaseUrl` and `vcc:region`. */
  readonly baseUrl: string | undefined;
  /** What stands before every path; empty where nothing does. */
  readonly prefix: string;
  /** The media type with its version. */
  readonly accept: string;
  /** Undefined: it is found out. */
  readonly firstPage: number | undefined;
  readonly pageSize: number | undefined;
}

/** Where a profile is from. */
export interface ContractSource {
  /** As it was given: relative to the program's folder, or to that of the command. */
  readonly file: string;
  /** `sha256:` and the first digits, of what it says and not of how it is written. */
  readonly digest: string;
}

/** How an account's API differs from what is built in: a profile with all that it leaves out. */
export class Contract {
  /** Undefined where nothing differs. */
  readonly source: ContractSource | undefined;
  readonly #profile: ContractProfile;

  constructor(profile: ContractProfile = {}, source?: ContractSource) {
    this.#profile = profile;
    this.source = source;
  }

  /** File and digest, as errors name them; undefined where nothing differs. */
  get name(): string | undefined {
    return this.source && `${this.source.file.replace(/^.*[/\\]/u, "")} (${this.source.digest})`;
  }

  /** What differs from what is built in. */
  get profile(): ContractProfile {
    return this.#profile;
  }

  /** All scopes that calls need, each once. */
  get scopes(): readonly string[] {
    // Plans are only read.
    const written = (["email", "interactionplanmanager"] as const).map((api) => this.api(api).scopes);
    return [
      ...new Set([this.api("useradmin").scopes.read, ...written.flatMap(({ read, write }) => [read, write])]),
    ];
  }

  /** Base URLs of APIs that have one of their own. */
  get hosts(): readonly { readonly api: ApiName; readonly url: string }[] {
    return (Object.keys(APIS) as ApiName[]).flatMap((api) => {
      const { baseUrl: url } = this.api(api);
      return url === undefined ? [] : [{ api, url }];
    });
  }

  api(name: ApiName): ApiContract {
    const { baseUrl, prefix = "", version, scopes, firstPage, pageSize } = this.#profile.apis?.[name] ?? {};
    const facts = APIS[name];
    return {
      baseUrl,
      prefix,
      accept: this.acceptOf(name, version ?? facts.version),
      scopes: { read: scopes?.read ?? facts.scopes.read, write: scopes?.write ?? facts.scopes.write },
      firstPage,
      pageSize,
    };
  }

  /** The media type of an API in this version. */
  acceptOf(name: ApiName, version: number): string {
    const { mediaType = MEDIA_TYPE } = this.#profile.apis?.[name] ?? {};
    return mediaType.replace("{version}", String(version));
  }

  /** Version of an API. */
  version(name: ApiName): number {
    return this.#profile.apis?.[name]?.version ?? APIS[name].version;
  }

  /** True where VCC's API has no such kind. */
  lacks(kind: string): boolean {
    return this.#given(kind) === null;
  }

  lacksField(kind: string, field: string): boolean {
    return this.spellingOf(kind, field) === null;
  }

  lacksCall(kind: string, call: ContractCall): boolean {
    return this.#of(kind).calls?.[call] === null;
  }

  /** Path of a kind's list. */
  listPath({ kind, path }: Pick<ListEndpoint<object>, "kind" | "path">): string {
    return this.#of(kind).path ?? path;
  }

  listKey({ kind, listKey }: Pick<ListEndpoint<object>, "kind" | "listKey">): string {
    return this.#of(kind).listKey ?? listKey;
  }

  /** Path of something that belongs to an object, with `{id}` for the object's id. */
  partPath(owner: ListEndpoint<object>, part: Part): string {
    const given = this.#of(part.kind).path ?? this.#of(owner.kind).calls?.[part.kind];
    return given ?? `${this.listPath(owner)}/{id}${part.path}`;
  }

  update(kind: string): "PATCH" | "PUT" {
    return this.#of(kind).update ?? "PATCH";
  }

  /** True where a change takes the whole object: VCC takes no less, or loses what isn't sent. */
  sendsWhole(kind: string): boolean {
    return this.update(kind) === "PUT" || !this.hasSemantic(kind, "patchKeeps");
  }

  /** How writes of a kind work; what the profile doesn't say is as built in, which is true. */
  hasSemantic(kind: string, semantic: Semantic): boolean {
    return this.#of(kind).semantics?.[semantic] ?? true;
  }

  /** The most that a field takes; undefined for one without a limit. */
  limit(kind: string, field: string): Limit | undefined {
    const builtIn = contractKindOf(kind)?.limits?.[field];
    return builtIn && { ...builtIn, most: this.#of(kind).limits?.[field] ?? builtIn.most };
  }

  dataSources(kind: string): "list" | "map" | "object" {
    return this.#of(kind).dataSources ?? "list";
  }

  /** Where VCC's JSON has a field, as a dotted path; null where it isn't there. */
  spellingOf(kind: string, field: string): string | null {
    const { fields = {} } = this.#of(kind);
    const own = fields[field];
    return own === undefined ? spelledInParent(field, fields) : own;
  }

  /** Fields whose place differs from the built-in one, or that aren't there, the outer ones first. */
  respelledFields(kind: string): readonly { readonly field: string; readonly spelling: string | null }[] {
    const facts = contractKindOf(kind);
    if (facts === undefined) return [];
    return [...facts.essential, ...facts.optional]
      .map((field) => ({ field, spelling: this.spellingOf(kind, field) }))
      .filter(({ field, spelling }) => field !== spelling);
  }

  /** Spellings of a kind's fixed words, by field and word, where any differs. */
  respelledWords(kind: string): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const { words = {} } = contractKindOf(kind) ?? {};
    const given = this.#of(kind).words ?? {};
    return Object.fromEntries(
      Object.entries(words).flatMap(([field, known]) => {
        const own = given[field];
        if (own === undefined) return [];
        return [[field, Object.fromEntries(known.map((word) => [word, own[word] ?? word]))]];
      }),
    );
  }

  #given(kind: string): KindProfile | null | undefined {
    return (this.#profile.kinds as Readonly<Record<string, KindProfile | null | undefined>> | undefined)?.[
      kind
    ];
  }

  #of(kind: string): KindProfile {
    return this.#given(kind) ?? {};
  }
}

/** The contract of docs/contract.md. */
export const BUILT_IN_CONTRACT = new Contract();
