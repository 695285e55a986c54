/** A request as a collection or a description of an API has it. Nothing of it is sent. */
export interface DescribedRequest {
  /** Where it stands in the file, for a person to look at: `Email > List addresses`. */
  readonly where: string;
  readonly method: string;
  /** Segments of its path below the host; a variable as `{name}`. */
  readonly segments: readonly string[];
  /** Its `Accept` header. */
  readonly accept?: string | undefined;
  /** Names of fields in the body that it sends, as dotted paths; undefined where it sends none. */
  readonly sent?: readonly string[] | undefined;
  /** A reply of success: the keys that hold lists, and the names of the fields of what it tells, as dotted paths. */
  readonly told?: { readonly listKeys: readonly string[]; readonly fields: readonly string[] } | undefined;
  /** Scopes that it says it needs. */
  readonly scopes: readonly string[];
}

export function pathOf({ segments }: DescribedRequest): string {
  return `/${segments.join("/")}`;
}

export function isVariable(segment: string | undefined): boolean {
  return /^\{[\w.-]+\}$/u.test(segment ?? "");
}

/** Depth to which fields of a body are looked at: a profile's spellings have no more parts. */
const MOST_PARTS = 4;

/** Names of the fields of an example, as dotted paths. */
export function fieldsOf(example: unknown, before = "", depth = 1): readonly string[] {
  if (typeof example !== "object" || example === null || Array.isArray(example)) return [];
  return Object.entries(example).flatMap(([key, value]) => {
    const path = `${before}${key}`;
    return [path, ...(depth < MOST_PARTS ? fieldsOf(value, `${path}.`, depth + 1) : [])];
  });
}

/** What an example of a reply tells. */
export function toldBy(example: unknown): DescribedRequest["told"] {
  if (typeof example !== "object" || example === null || Array.isArray(example)) return undefined;
  const lists = Object.entries(example as Readonly<Record<string, unknown>>).filter(([, value]) =>
    Array.isArray(value),
  ) as [string, readonly unknown[]][];
  const [only, another] = lists;
  const object = only !== undefined && another === undefined && "meta" in example ? only[1][0] : example;
  return { listKeys: lists.map(([key]) => key), fields: fieldsOf(object) };
}

/** `/a/:id/{{key}}` by its segments. */
export function segmentsOf(path: string): readonly string[] {
  return path
    .replace(/[?#].*$/u, "")
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) =>
      segment
        .replace(/^:([\w-]+)$/u, "{$1}")
        .replaceAll(
          /\{{1,2}\s*([\w.-]+)\s*\}{1,2}/gu,
          (_variable, name: string) => `{${placeholderOf(name)}}`,
        ),
    );
}

/** A variable's name as a profile's placeholder: `account-key` is `accountKey`. */
function placeholderOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9]+([A-Za-z0-9]?)/gu, (_mark, next: string) => next.toUpperCase());
}
