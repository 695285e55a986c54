import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import { EMAIL_PROFILES } from "../../../schema/email-profile";
import { idOf, type ListEndpoint, nameOf, type ObjectEndpoint } from "../../../schema/endpoint";
import {
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { type ErrorCode, hasErrorCode, NotFoundError, ResponseShapeError, VccError } from "../../errors";
import { TRIED_ENDPOINTS, type TrialNames } from "./names";
import {
  type Belonging,
  describe,
  type Leftover,
  type TrialContext,
  undoKind,
  unreadableBeside,
} from "./undo";

/** What a trial has made, and what undoes it. What was there before it isn't touched, whatever VCC answers. */
export class Belongings {
  readonly #context: TrialContext;
  readonly #mailbox: string;
  readonly #names: TrialNames;
  /** Ids of what isn't the trial's. */
  readonly #others: Map<string, Set<string | undefined>>;
  #all: Belonging[] = [];
  #setAside: readonly Leftover[] = [];

  /** `before`: ids of all that was there before the first write. */
  constructor(
    context: TrialContext,
    { mailbox, names, before }: { mailbox: string; names: TrialNames; before: IdsByKind },
  ) {
    this.#context = context;
    this.#mailbox = canonicalAddress(mailbox);
    this.#names = names;
    this.#others = new Map([...before].map(([kind, ids]) => [kind, new Set(ids)]));
  }

  /** Makes an object. It belongs to the trial from the moment that it may be there. */
  async create<Dto extends object, Body extends object>(
    endpoint: ObjectEndpoint<Dto, Body>,
    body: Body,
  ): Promise<Dto> {
    const name = nameOf(endpoint, body as unknown as Dto);
    const own: Belonging = {
      endpoint,
      name,
      id: undefined,
      isUnclear: false,
      isSeen: false,
      isDeleted: false,
    };
    this.#all.push(own);
    const idOfOwn = (id: string | undefined) =>
      id === undefined || this.#wasThere(endpoint, id) ? undefined : id;
    try {
      const dto = await this.#context.api.collection(endpoint).create(body);
      own.id = idOfOwn(idOf(endpoint, dto));
      own.isUnclear = own.id === undefined;
      return dto;
    } catch (error) {
      if (error instanceof ResponseShapeError) own.id = idOfOwn(error.objectId);
      own.isUnclear = own.id === undefined && !hasErrorCode(error, ...MADE_NOTHING);
      throw error;
    }
  }

  /** Error: for an id of what was there before, whatever VCC has answered when something was made. */
  requireOwn(endpoint: ListEndpoint<object>, id: string): void {
    if (!this.#wasThere(endpoint, id)) return;
    throw new VccError(
      "VCC_NOT_AS_ASKED",
      `VCC answered with the id of another ${endpoint.noun}, which isn't touched.`,
      { hint: "Don't go on with this account, and tell the makers of this package." },
    );
  }

  /** Deletes an object by the call that is tried. */
  async delete<Dto extends object, Body extends object>(
    endpoint: ObjectEndpoint<Dto, Body>,
    id: string,
  ): Promise<void> {
    this.requireOwn(endpoint, id);
    try {
      await this.#context.api.collection(endpoint).delete(id);
    } catch (error) {
      // The reply to an earlier try may have been lost.
      const isSeen = this.#ownOf(endpoint, id).some((own) => own.isSeen);
      if (!(error instanceof NotFoundError) || !isSeen) throw error;
    }
    for (const own of this.#ownOf(endpoint, id)) own.isDeleted = true;
  }

  /** Notes that a list has shown an object: from then on, a 404 says that it is gone. */
  noteSeen(endpoint: ListEndpoint<object>, id: string): void {
    for (const own of this.#ownOf(endpoint, id)) own.isSeen = true;
  }

  #ownOf({ kind }: ListEndpoint<object>, id: string): readonly Belonging[] {
    return this.#all.filter((own) => own.id === id && own.endpoint.kind === kind);
  }

  /** Takes over what an earlier trial of this mailbox has left, by its names, but for what has to do with other mail by now. */
  async takeOverEarlier(): Promise<readonly Leftover[]> {
    const listings = await this.#listings();
    const found: Leftover[] = [];
    for (const { endpoint, objects, problem } of listings) {
      const { noun } = endpoint;
      if (problem !== undefined)
        this.#setAside = [...this.#setAside, { noun, name: this.#names.of("…"), id: null, why: problem }];
      for (const dto of objects) {
        const [name, id] = [nameOf(endpoint, dto), idOf(endpoint, dto)];
        if (!this.#names.isOne(name)) continue;
        const other = this.#isOfMailbox(endpoint, dto) ? this.#userOf(endpoint, dto, listings) : OTHER_MAIL;
        if (other === undefined) {
          this.#all.push({ endpoint, name, id, isUnclear: false, isSeen: true, isDeleted: false });
          found.push({ noun, name, id, why: "an earlier trial left it" });
        } else {
          this.#others.set(endpoint.kind, new Set([...(this.#others.get(endpoint.kind) ?? []), id]));
          this.#setAside = [...this.#setAside, { noun, name, id, why: `${other}, so it isn't deleted` }];
        }
      }
    }
    return found;
  }

  /** Deletes all that is there of the trial, and looks whether it is gone. Never fails: it says what is left. */
  async undo(): Promise<readonly Leftover[]> {
    const left = [...this.#setAside];
    for (const endpoint of this.#endpoints()) {
      const own = this.#all.filter((one) => one.endpoint.kind === endpoint.kind);
      const isOneOf = (dto: object) => this.#isOneOf(own, endpoint, dto);
      if (own.length > 0) left.push(...(await undoKind(this.#context, endpoint, own, isOneOf)));
    }
    return left;
  }

  #wasThere({ kind }: ListEndpoint<object>, id: string): boolean {
    return this.#others.get(kind)?.has(id) === true;
  }

  /** By the id that VCC answered or, where it may have answered a wrong one or none, by the name. */
  #isOneOf(own: readonly Belonging[], endpoint: Belonging["endpoint"], dto: object): boolean {
    const [id, name] = [idOf(endpoint, dto), nameOf(endpoint, dto)];
    return !this.#wasThere(endpoint, id) && own.some((one) => one.id === id || one.name === name);
  }

  #isOfMailbox({ kind }: ListEndpoint<object>, dto: object): boolean {
    if (kind === EMAIL_ADDRESSES.kind) return this.#isMailbox((dto as EmailAddressDto).emailAddress);
    if (kind !== INTERACTION_PLAN_MAPPINGS.kind) return true;
    const { toAddresses = [] } = dto as InteractionPlanMappingDto;
    return toAddresses.length > 0 && toAddresses.every((address) => this.#isMailbox(address));
  }

  #isMailbox(address: string): boolean {
    return canonicalAddress(address) === this.#mailbox;
  }

  /** What of others uses an earlier trial's object; undefined where nothing does. */
  #userOf({ kind }: ListEndpoint<object>, dto: object, listings: readonly Listed[]): string | undefined {
    const userKind =
      kind === EMAIL_ADDRESSES.kind
        ? INTERACTION_PLAN_MAPPINGS.kind
        : kind === EMAIL_PROFILES.kind
          ? EMAIL_ADDRESSES.kind
          : undefined;
    const users = listings.find(({ endpoint }) => endpoint.kind === userKind);
    if (users === undefined) return undefined;
    const { endpoint, objects, problem } = users;
    if (problem !== undefined) return `whether something uses it can't be told`;
    // Those who may use it come first, so that what is taken over of them is known.
    const others = objects.filter((user) => this.#ownOf(endpoint, idOf(endpoint, user)).length === 0);
    const isUsed = others.some((user) =>
      kind === EMAIL_ADDRESSES.kind
        ? (user as InteractionPlanMappingDto).toAddresses?.some((address) => this.#isMailbox(address))
        : (user as EmailAddressDto).profileId === idOf(EMAIL_PROFILES, dto),
    );
    return isUsed ? `another ${endpoint.noun} uses it by now` : undefined;
  }

  #endpoints(): readonly Belonging["endpoint"][] {
    const { contract } = this.#context;
    return TRIED_ENDPOINTS.filter(({ kind }) => !contract.lacks(kind));
  }

  async #listings(): Promise<readonly Listed[]> {
    const listings: Listed[] = [];
    for (const endpoint of this.#endpoints())
      listings.push(
        await this.#context.api
          .reader(endpoint)
          .listAll()
          .then(
            ({ objects, unreadable: { length } }) => ({
              endpoint,
              objects,
              problem: length > 0 ? unreadableBeside(length) : undefined,
            }),
            (error: unknown) => ({
              endpoint,
              objects: [],
              problem: `whether there is one can't be told: ${describe(error)}`,
            }),
          ),
      );
    return listings;
  }
}

interface Listed {
  readonly endpoint: Belonging["endpoint"];
  readonly objects: readonly object[];
  /** Why not all of them could be read. */
  readonly problem: string | undefined;
}

/** Ids by kind of object. */
export type IdsByKind = ReadonlyMap<string, ReadonlySet<string | undefined>>;

/** After any other error of a POST, what it makes may be there. */
const MADE_NOTHING = [
  "VCC_REJECTED",
  "VCC_CONFLICT",
  "VCC_FORBIDDEN",
  "VCC_SCOPE_MISSING",
  "VCC_CLIENT_REFUSED",
  "VCC_RATE_LIMITED",
  "VCC_NOT_IN_CONTRACT",
] as const satisfies readonly ErrorCode[];
const OTHER_MAIL = "it has to do with other mail by now";
