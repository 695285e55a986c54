import { canonicalAddress } from "../../../schema/canonical-address";
import { EMAIL_ADDRESSES, type EmailAddressDto } from "../../../schema/email-address";
import { idOf, type ListEndpoint, nameOf, type ObjectEndpoint } from "../../../schema/endpoint";
import {
  INTERACTION_PLAN_MAPPINGS,
  type InteractionPlanMappingDto,
} from "../../../schema/interaction-plan-mapping";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { isAmbiguous, NotFoundError, ResponseShapeError, undefinedIfNotFound, VccError } from "../../errors";
import type { Context, Listing } from "../../ports";
import { counted } from "../../text/counted";
import { TRIED_ENDPOINTS, type TrialNames } from "./names";

/** Something of a trial that is there, or may be. */
export interface Leftover {
  /** Such as `email address`. */
  readonly noun: string;
  readonly name: string;
  /** Null where only the name is known. */
  readonly id: string | null;
  /** Why it isn't gone, or is there. */
  readonly why: string;
}

interface Belonging {
  readonly endpoint: ObjectEndpoint<object, object>;
  readonly name: string;
  /** Undefined while nobody knows it. */
  id: string | undefined;
  /** True once a look has shown that what has the id is the trial's, whatever changes make of its name. */
  isSeen: boolean;
  /** True once VCC said that it is. Whether it is gone, a list tells. */
  isDeleted: boolean;
}

type OwnContext = Pick<Context, "api" | "contract" | "limits" | "sleep" | "now">;

/** What a trial has made, and what undoes it. Nothing is changed or deleted before a look has shown whose it is. */
export class Belongings {
  readonly #context: OwnContext;
  readonly #mailbox: string;
  readonly #names: TrialNames;
  #all: Belonging[] = [];
  #setAside: readonly Leftover[] = [];

  constructor(context: OwnContext, mailbox: string, names: TrialNames) {
    this.#context = context;
    this.#mailbox = canonicalAddress(mailbox);
    this.#names = names;
  }

  /** Makes an object. It belongs to the trial from the moment that it may be there. */
  async create<Dto extends object, Body extends object>(
    endpoint: ObjectEndpoint<Dto, Body>,
    body: Body,
  ): Promise<Dto> {
    const own: Belonging = {
      endpoint,
      name: nameOf(endpoint, body as unknown as Dto),
      id: undefined,
      isSeen: false,
      isDeleted: false,
    };
    this.#all.push(own);
    try {
      const dto = await this.#context.api.collection(endpoint).create(body);
      own.id = idOf(endpoint, dto);
      return dto;
    } catch (error) {
      if (error instanceof ResponseShapeError) own.id = error.objectId;
      if (!isAmbiguous(error)) this.#all = this.#all.filter((one) => one !== own);
      throw error;
    }
  }

  /** Error: where what has the id isn't the trial's, whatever VCC has answered when something was made. */
  async requireOwn(endpoint: ListEndpoint<object>, id: string): Promise<void> {
    if (await this.#isOwn(endpoint, id)) return;
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
    await this.requireOwn(endpoint, id);
    await this.#context.api.collection(endpoint).delete(id);
    for (const own of this.#all) own.isDeleted ||= own.id === id && own.endpoint.kind === endpoint.kind;
  }

  /** Takes over what an earlier trial of this mailbox has left, by its names, but for what has to do with other mail by now. */
  async takeOverEarlier(): Promise<readonly Leftover[]> {
    const found: Leftover[] = [];
    for (const endpoint of this.#endpoints()) {
      const { noun } = endpoint;
      const setAside = (name: string, id: string | null, why: string) => {
        this.#setAside = [...this.#setAside, { noun, name, id, why }];
      };
      const listing = await this.#list(endpoint).catch((error: unknown) => {
        setAside(this.#names.of("…"), null, `whether there is one can't be told: ${describe(error)}`);
        return NOTHING_LISTED;
      });
      const { length } = listing.unreadable;
      if (length > 0) setAside(this.#names.of("…"), null, unreadableBeside(length));
      for (const dto of listing.objects) {
        const [name, id] = [nameOf(endpoint, dto), idOf(endpoint, dto)];
        if (!this.#names.isOne(name)) continue;
        if (!this.#isOfMailbox(endpoint, dto)) {
          setAside(name, id, "it has to do with other mail by now, so it isn't deleted");
          continue;
        }
        this.#all.push({ endpoint, name, id, isSeen: true, isDeleted: false });
        found.push({ noun, name, id, why: "an earlier trial left it" });
      }
    }
    return found;
  }

  /** Deletes all that is there of the trial, and looks whether it is gone. Never fails: it says what is left. */
  async undo(): Promise<readonly Leftover[]> {
    const left = [...this.#setAside];
    for (const endpoint of this.#endpoints()) {
      const own = this.#all.filter((one) => one.endpoint.kind === endpoint.kind);
      if (own.length > 0) left.push(...(await this.#undoKind(endpoint, own)));
    }
    return left;
  }

  async #undoKind(endpoint: Belonging["endpoint"], own: readonly Belonging[]): Promise<readonly Leftover[]> {
    const { noun } = endpoint;
    // Those first that no list is needed for.
    const failures = await this.#removeKnown(endpoint, own);
    try {
      const look = async () => {
        const { objects, unreadable } = await this.#list(endpoint);
        return { unreadable, found: objects.filter((dto) => isOneOf(own, endpoint, dto)) };
      };
      // One whose making was unclear may not show yet.
      const { found: listed, unreadable } = await waitUntilVisible(this.#context, {
        look,
        isVisible: ({ found }) => unseenOf(own, endpoint, found).length === 0,
      });
      const unseen = unseenOf(own, endpoint, listed);
      for (const dto of listed) {
        const id = idOf(endpoint, dto);
        const why = failures.has(id) ? undefined : await this.#remove(endpoint, id);
        if (why !== undefined) failures.set(id, why);
      }
      const { found: rest } = await waitUntilVisible(this.#context, {
        look,
        isVisible: ({ found }) => found.every((dto) => failures.has(idOf(endpoint, dto))),
      });
      const named = new Map([
        ...own.map(({ id = "", name }) => [id, name] as const),
        ...[...listed, ...rest].map((dto) => [idOf(endpoint, dto), nameOf(endpoint, dto)] as const),
      ]);
      const odd = unreadable.flatMap(({ id }) => (own.some((one) => one.id === id) ? [id] : []));
      // A list that lags may not show what couldn't be deleted.
      const left = new Set([...failures.keys(), ...rest.map((dto) => idOf(endpoint, dto)), ...odd]);
      const why = unreadable.length > 0 ? unreadableBeside(unreadable.length) : UNSEEN;
      return [
        ...[...left].flatMap((id) =>
          id === undefined
            ? []
            : [{ noun, name: named.get(id) ?? "", id, why: failures.get(id) ?? "VCC still lists it" }],
        ),
        ...unseen.map(({ name }) => ({ noun, name, id: null, why })),
      ];
    } catch (error) {
      const untold = `whether it is gone can't be told: ${describe(error)}`;
      return own.map(({ name, id = null }) => ({
        noun,
        name,
        id,
        why: (id === null ? undefined : failures.get(id)) ?? untold,
      }));
    }
  }

  /** Deletes those whose ids are known, and forgets an id that is another object's. Why some couldn't be, by id. */
  async #removeKnown(
    endpoint: Belonging["endpoint"],
    own: readonly Belonging[],
  ): Promise<Map<string, string>> {
    const failures = new Map<string, string>();
    for (const one of own) {
      const { id } = one;
      if (id === undefined || one.isDeleted) continue;
      const isOwn = await this.#isOwn(endpoint, id).catch(describe);
      if (isOwn === false) {
        one.id = undefined;
        continue;
      }
      const why = isOwn === true ? await this.#remove(endpoint, id) : isOwn;
      if (why !== undefined) failures.set(id, why);
    }
    return failures;
  }

  /** Why it couldn't be deleted; undefined where it is gone. */
  async #remove(endpoint: Belonging["endpoint"], id: string): Promise<string | undefined> {
    try {
      await this.#context.api.collection(endpoint).delete(id);
    } catch (error) {
      if (!(error instanceof NotFoundError)) return describe(error);
    }
    return undefined;
  }

  /** True for what isn't there, too: something of the account's own would show. */
  async #isOwn(endpoint: ListEndpoint<object>, id: string): Promise<boolean> {
    const own = this.#all.filter((one) => one.id === id && one.endpoint.kind === endpoint.kind);
    if (own.some(({ isSeen }) => isSeen)) return true;
    const collection = this.#context.api.collection(endpoint as Belonging["endpoint"]);
    const dto = await collection.get(id).catch(undefinedIfNotFound);
    if (dto === undefined) return true;
    const isOne = this.#names.isOne(nameOf(endpoint, dto));
    for (const one of own) one.isSeen = isOne;
    return isOne;
  }

  #isOfMailbox({ kind }: ListEndpoint<object>, dto: object): boolean {
    const isMailbox = (address: string) => canonicalAddress(address) === this.#mailbox;
    if (kind === EMAIL_ADDRESSES.kind) return isMailbox((dto as EmailAddressDto).emailAddress);
    if (kind !== INTERACTION_PLAN_MAPPINGS.kind) return true;
    const { toAddresses = [] } = dto as InteractionPlanMappingDto;
    return toAddresses.length > 0 && toAddresses.every(isMailbox);
  }

  #endpoints(): readonly Belonging["endpoint"][] {
    const { contract } = this.#context;
    return TRIED_ENDPOINTS.filter(({ kind }) => !contract.lacks(kind));
  }

  async #list(endpoint: Belonging["endpoint"]): Promise<Listing<object>> {
    return this.#context.api.reader(endpoint).listAll();
  }
}

const NOTHING_LISTED: Listing<object> = { objects: [], unreadable: [] };
const UNSEEN = "VCC gave no clear answer when it was made, and no list shows it";

function unreadableBeside(count: number): string {
  return `whether it is there can't be told: ${counted(count, "object", "objects")} can't be read`;
}

/** By its id; by its name alone where nobody knows the id: where names aren't unique, somebody else may have one. */
function isOneOf(own: readonly Belonging[], endpoint: Belonging["endpoint"], dto: object): boolean {
  return own.some(({ id, name }) =>
    id === undefined ? nameOf(endpoint, dto) === name : idOf(endpoint, dto) === id,
  );
}

/** Those of which nobody knows whether they were made, as far as a list doesn't show as many of their name as there may be. */
function unseenOf(
  own: readonly Belonging[],
  endpoint: Belonging["endpoint"],
  listed: readonly object[],
): readonly Belonging[] {
  return own.filter(({ id, name }) => {
    if (id !== undefined) return false;
    const most = own.filter((one) => one.name === name && !one.isDeleted).length;
    return listed.filter((dto) => nameOf(endpoint, dto) === name).length < most;
  });
}

function describe(error: unknown): string {
  return error instanceof VccError ? error.message : "a defect of this package";
}
