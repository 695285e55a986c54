import { idOf, nameOf, type ObjectEndpoint } from "../../../schema/endpoint";
import { waitUntilVisible } from "../../consistency/read-your-writes";
import { NotFoundError, VccError } from "../../errors";
import type { Context } from "../../ports";
import { counted } from "../../text/counted";

export type TrialContext = Pick<Context, "api" | "contract" | "limits" | "sleep" | "now">;

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

export interface Belonging {
  readonly endpoint: ObjectEndpoint<object, object>;
  readonly name: string;
  /** Undefined where VCC hasn't answered one, or that of an object which was there before. */
  id: string | undefined;
  /** True where nobody knows whether it was made, or by which id. */
  isUnclear: boolean;
  /** True once a list has shown it. */
  isSeen: boolean;
  /** True once VCC said that it is. Whether it is gone, a list tells. */
  isDeleted: boolean;
}

/**
 * Deletes what is there of one kind, and looks whether it is gone. Never fails: it says what is left, and why.
 * `isOneOf`: true for an object of a list that is the trial's.
 */
export async function undoKind(
  context: TrialContext,
  endpoint: Belonging["endpoint"],
  own: readonly Belonging[],
  isOneOf: (dto: object) => boolean,
): Promise<readonly Leftover[]> {
  const undoing = new Undoing(context, endpoint, own);
  // Those first that no list is needed for.
  await undoing.removeKnown();
  try {
    // One whose making was unclear may not show yet.
    const seen = await waitUntilVisible(context, {
      look: async () => undoing.removeListed(isOneOf),
      isVisible: (one) => undoing.isDone(one),
    });
    return undoing.leftovers(seen);
  } catch (error) {
    return undoing.untold(`whether it is gone can't be told: ${describe(error)}`);
  }
}

interface Look {
  /** Ids of the trial's objects that are still listed. */
  readonly listed: readonly string[];
  /** Count of objects that can't be read. */
  readonly unreadable: number;
}

class Undoing {
  readonly #context: TrialContext;
  readonly #endpoint: Belonging["endpoint"];
  readonly #own: readonly Belonging[];
  /** Why those couldn't be deleted that were tried, by id; undefined where VCC says that it is. */
  readonly #tried = new Map<string, string | undefined>();
  /** Names by id of all that is or was there. */
  readonly #names: Map<string, string>;

  constructor(context: TrialContext, endpoint: Belonging["endpoint"], own: readonly Belonging[]) {
    this.#context = context;
    this.#endpoint = endpoint;
    this.#own = own;
    this.#names = new Map(own.flatMap(({ id, name }) => (id === undefined ? [] : [[id, name] as const])));
  }

  async removeKnown(): Promise<void> {
    for (const one of this.#own) {
      const { id } = one;
      if (id === undefined || one.isDeleted || (await this.#remove(id)) || one.isSeen) continue;
      // VCC may have answered a wrong id, or not know it yet: it is looked for by its name.
      this.#names.delete(id);
      this.#tried.delete(id);
      Object.assign(one, { id: undefined, isUnclear: true });
    }
  }

  async removeListed(isOneOf: (dto: object) => boolean): Promise<Look> {
    const { objects, unreadable } = await this.#context.api.reader(this.#endpoint).listAll();
    const found = objects.filter(isOneOf);
    for (const dto of found) {
      const id = idOf(this.#endpoint, dto);
      this.#names.set(id, nameOf(this.#endpoint, dto));
      if (!this.#tried.has(id)) await this.#remove(id);
    }
    const odd = unreadable.flatMap(({ id }) => (id !== undefined && this.#names.has(id) ? [id] : []));
    return {
      listed: [...found.map((dto) => idOf(this.#endpoint, dto)), ...odd],
      unreadable: unreadable.length,
    };
  }

  isDone({ listed }: Look): boolean {
    return this.#unseen().length === 0 && listed.every((id) => this.#tried.get(id) !== undefined);
  }

  leftovers({ listed, unreadable }: Look): readonly Leftover[] {
    const { noun } = this.#endpoint;
    const failed = [...this.#tried].flatMap(([id, why]) => (why === undefined ? [] : [id]));
    const unseen = unreadable > 0 ? unreadableBeside(unreadable) : UNSEEN;
    return [
      ...[...new Set([...failed, ...listed])].map((id) => ({
        noun,
        name: this.#names.get(id) ?? "",
        id,
        why: this.#tried.get(id) ?? "VCC still lists it",
      })),
      ...this.#unseen().map(({ name }) => ({ noun, name, id: null, why: unseen })),
    ];
  }

  /** All that may be there, where no list tells. */
  untold(why: string): readonly Leftover[] {
    const { noun } = this.#endpoint;
    return this.#own
      .filter(({ id, isUnclear }) => id !== undefined || isUnclear)
      .map(({ name, id = null }) => ({ noun, name, id, why: (id && this.#tried.get(id)) ?? why }));
  }

  /** Those of which nobody knows whether they were made, as far as no list has shown as many of their name. */
  #unseen(): readonly Belonging[] {
    const known = new Set(this.#own.map(({ id }) => id));
    const shown = [...this.#names].flatMap(([id, name]) => (known.has(id) ? [] : [name]));
    return this.#own.filter(({ name, isUnclear }) => {
      const most = this.#own.filter((one) => one.isUnclear && one.name === name).length;
      return isUnclear && shown.filter((one) => one === name).length < most;
    });
  }

  /** False where VCC says that there is no such object. */
  async #remove(id: string): Promise<boolean> {
    try {
      await this.#context.api.collection(this.#endpoint).delete(id);
      this.#tried.set(id, undefined);
    } catch (error) {
      this.#tried.set(id, error instanceof NotFoundError ? undefined : describe(error));
      return !(error instanceof NotFoundError);
    }
    return true;
  }
}

const UNSEEN = "VCC gave no clear answer when it was made or deleted, and no list shows it";

export function unreadableBeside(count: number): string {
  return `whether it is there can't be told: ${counted(count, "object", "objects")} can't be read`;
}

export function describe(error: unknown): string {
  return error instanceof VccError ? error.message : "a defect of this package";
}
