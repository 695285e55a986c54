import * as z from "zod";
import { APIS, type ApiName } from "../api";
import { MAX_PAGE_SIZE } from "../limits";
import { rule, showValue, strictFields } from "../rule";
import { requireOwnPlaces } from "./own-places";
import { ListPath, PartPath } from "./path";
import { CONTRACT_KINDS, type ContractKind, type ContractKindName, type Semantic } from "./kinds";

const versionRule = rule("a whole number from 0 to 10000", "VCC names the right one in its 400.");
const mediaTypeRule = rule(
  "a media type with {version} in it, such as application/json;version={version}",
  "Write it as the Accept header has it.",
);
const scopeRule = rule("one OAuth scope, such as admin:read", "Write it as the API client has it in VCC.");
const Scope = z
  .string({ error: scopeRule })
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/u, { error: scopeRule });
const firstPageRule = rule("0 or 1", "Leave it out to have it found out.");
const pageSizeRule = rule(`a whole number from 1 to ${MAX_PAGE_SIZE}`, "Leave it out for 1000.");

const ApiProfile = strictFields(
  {
    baseUrl: z
      .string({ error: rule("a whole URL such as https://host", "Leave it out for vcc:apiBaseUrl.") })
      .optional()
      .describe("Host of this API, where it isn't that of vcc:region and vcc:apiBaseUrl."),
    prefix: ListPath.optional().describe(
      "What stands before every path, such as /accounts/{accountKey}: the setting vcc:accountKey is put there.",
    ),
    mediaType: z
      .string({ error: mediaTypeRule })
      .regex(/^[\w.+/;= -]*\{version\}[\w.+/;= -]*$/u, { error: mediaTypeRule })
      .optional()
      .describe("The Accept header, with {version}."),
    version: z
      .int({ error: versionRule })
      .min(0, { error: versionRule })
      .max(10_000, { error: versionRule })
      .optional(),
    scopes: strictFields({ read: Scope.optional(), write: Scope.optional() }, "scopes")
      .optional()
      .describe("Scopes of tokens for GET, and for all else."),
    firstPage: z
      .union([z.literal(0), z.literal(1)], { error: firstPageRule })
      .optional()
      .describe("Number of a list's first page."),
    pageSize: z
      .int({ error: pageSizeRule })
      .min(1, { error: pageSizeRule })
      .max(MAX_PAGE_SIZE, { error: pageSizeRule })
      .optional()
      .describe("Most objects that a page holds."),
  },
  "an API's contract",
);
export type ApiProfile = z.infer<typeof ApiProfile>;

const fieldRule = rule(
  "a field's spelling in VCC's JSON, with dots where it lies deeper, such as displayName or signIn.state",
  "Write null for a field that isn't there.",
);
const Spelling = z
  .string({ error: fieldRule })
  .regex(/^[\w$@-]{1,100}(?:\.[\w$@-]{1,100}){0,4}$/u, { error: fieldRule })
  .refine((spelling) => !spelling.split(".").includes("__proto__"), { error: fieldRule });
const listKeyRule = rule("the key of the objects in a list, such as addresses", "Write it without dots.");
const ListKey = z
  .string({ error: listKeyRule })
  .regex(/^[\w$@-]{1,100}$/u, { error: listKeyRule })
  .refine((key) => key !== "__proto__" && key !== "meta", { error: listKeyRule });
const essentialRule = (field: string) =>
  rule(
    `${field} as VCC spells it: an object can't be managed safely without it`,
    "Give its spelling, or leave it out.",
  );

function fieldsOf({ essential, optional }: ContractKind) {
  return strictFields(
    {
      ...Object.fromEntries(
        essential.map((field) => [
          field,
          z
            .string({ error: essentialRule(field) })
            .pipe(Spelling)
            .optional(),
        ]),
      ),
      ...Object.fromEntries(optional.map((field) => [field, Spelling.nullable().optional()])),
    },
    "a map of fields",
  );
}

const wordRule = rule("the word as VCC spells it", "Leave it out where it is the same.");
const Word = z.string({ error: wordRule }).min(1, { error: wordRule }).max(200, { error: wordRule });

function wordsOf(words: NonNullable<ContractKind["words"]>) {
  const fields = Object.entries(words).map(([field, known]) => [
    field,
    strictFields(
      Object.fromEntries(known.map((word) => [word, Word.optional()])),
      `a map of the words of ${field}`,
    )
      .superRefine(requireDistinct(known))
      .optional(),
  ]);
  return strictFields(
    Object.fromEntries(fields) as Record<
      string,
      z.ZodOptional<z.ZodType<Record<string, string | undefined>>>
    >,
    "a map of words by field",
  );
}

/** Two words of one spelling couldn't be told apart, also where one of them is spelled as built in. */
function requireDistinct(known: readonly string[]) {
  return (words: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const spelled = known.map((word) => ({ word, spelling: words[word] ?? word }));
    for (const [index, { word, spelling }] of spelled.entries()) {
      const other = spelled.slice(0, index).find((one) => one.spelling === spelling);
      if (other === undefined) continue;
      const [given, met] = words[word] === undefined ? [other.word, word] : [word, other.word];
      const message = `a spelling of its own, got ${showValue(spelling)}, which ${met} has already. Give each word another one.`;
      context.addIssue({ code: "custom", path: [given], message });
    }
  };
}

const callRule = rule("null, for a call that isn't there", "Leave it out where there is one.");
const formRule = rule(
  "list, map or object",
  "list is [{name, value}], map is {key: value}, object is one {name, value}.",
);

const LARGEST_LIMIT = 1_000_000;

function limitsOf(limits: NonNullable<ContractKind["limits"]>) {
  const fields = Object.entries(limits).map(([field, { unit, most, least = 1 }]) => {
    const error = rule(
      `a whole number from ${least} to ${LARGEST_LIMIT}`,
      "Leave it out for the built-in limit.",
    );
    const value = z.int({ error }).min(least, { error }).max(LARGEST_LIMIT, { error });
    const what = `Most ${unit === "number" ? "" : `${unit} `}of it; ${most} if left out.`;
    return [field, value.optional().describe(what)] as const;
  });
  return strictFields(Object.fromEntries(fields), "a map of limits");
}

const semanticRule = rule("true or false, as contract trial has found it", "Leave it out for true.");

function semanticsOf(semantics: readonly Semantic[]) {
  const fields = semantics.map((one) => [one, z.boolean({ error: semanticRule }).optional()] as const);
  return strictFields(Object.fromEntries(fields), "a map of semantics");
}

function kindOf(kind: ContractKind, what: string) {
  const { words, hasDataSources, limits, calls, paths = [], semantics = [], isUpdated, isPart } = kind;
  const called = calls.map((call) => [
    call,
    (paths.includes(call) ? PartPath.nullable() : z.null({ error: callRule })).optional(),
  ]);
  const shape: Record<string, z.ZodType> = {
    path: (isPart ? PartPath : ListPath).optional().describe("Path below the API's prefix."),
    ...(!isPart && {
      listKey: ListKey.optional().describe("Key of the objects in a list's reply."),
    }),
    ...(isUpdated && {
      update: z
        .enum(["PATCH", "PUT"], { error: rule("PATCH or PUT", "PATCH sends changes, PUT the whole object.") })
        .optional()
        .describe("PATCH of what changes, or PUT of the whole object."),
    }),
    fields: fieldsOf(kind)
      .superRefine(requireOwnPlaces(kind))
      .optional()
      .describe("Spellings by field; null for one that isn't there."),
    ...(words && { words: wordsOf(words).optional().describe("Spellings of fixed words, by field.") }),
    ...(hasDataSources && {
      dataSources: z.enum(["list", "map", "object"], { error: formRule }).optional(),
    }),
    ...(limits && {
      limits: limitsOf(limits).optional().describe("The most that fields take."),
    }),
    ...(semantics.length > 0 && {
      semantics: semanticsOf(semantics)
        .optional()
        .describe("How writes work, as contract trial has found it; not to be written by hand."),
    }),
    ...(called.length > 0 && {
      calls: strictFields(Object.fromEntries(called) as Record<string, z.ZodType>, "a map of calls")
        .optional()
        .describe("Paths of calls besides the usual ones; null for a call that isn't there."),
    }),
  };
  return strictFields(shape, what).superRefine(requireReadOfWhole);
}

/** A change that is sent as the whole object begins with a read of it. */
function requireReadOfWhole({ update, semantics, calls }: KindProfile, context: z.RefinementCtx): void {
  if (calls?.["read"] !== null) return;
  const refuse = (path: readonly string[], message: string) =>
    context.addIssue({ code: "custom", path: [...path], message });
  if (update === "PUT")
    refuse(
      ["update"],
      "PATCH, got PUT without a call that reads one object: the rest of it would be lost. Leave calls.read out, or write PATCH.",
    );
  if (semantics?.patchKeeps === false)
    refuse(
      ["calls", "read"],
      "a call that reads one object, got null: by patchKeeps, a change has to send the rest of it as well. Leave it out.",
    );
}

/** What a profile says of a kind of object. */
export interface KindProfile {
  readonly path?: string | undefined;
  readonly listKey?: string | undefined;
  readonly update?: "PATCH" | "PUT" | undefined;
  readonly fields?: Readonly<Record<string, string | null | undefined>> | undefined;
  readonly words?:
    Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> | undefined;
  readonly dataSources?: "list" | "map" | "object" | undefined;
  readonly limits?: Readonly<Record<string, number | undefined>> | undefined;
  readonly semantics?: Readonly<Partial<Record<Semantic, boolean | undefined>>> | undefined;
  readonly calls?: Readonly<Record<string, string | null | undefined>> | undefined;
}

/** A contract profile: how one account's API differs from what this package takes it to be. */
export interface ContractProfile {
  readonly apis?: Readonly<Partial<Record<ApiName, ApiProfile | undefined>>> | undefined;
  /** Seal of the results of a trial, which hold for this very contract. */
  readonly trial?: string | undefined;
  /** Null: VCC's API has no such kind. */
  readonly kinds?: Readonly<Partial<Record<ContractKindName, KindProfile | null | undefined>>> | undefined;
}

const sealRule = rule(
  "the seal that contract trial --out has written",
  "Run npx pulumi-vcc contract trial again, or remove it together with all semantics.",
);

/** The file `vcc-contract.yaml`. What it leaves out is as built in. */
export const ContractProfile = strictFields(
  {
    $schema: z.string().optional(),
    trial: z
      .string({ error: sealRule })
      .regex(/^sha256:[0-9a-f]{12}$/u, { error: sealRule })
      .optional()
      .describe("Seal of a trial's results, by contract trial --out."),
    apis: strictFields(
      Object.fromEntries(Object.keys(APIS).map((api) => [api, ApiProfile.optional()])),
      "a map of APIs",
    )
      .optional()
      .describe("What belongs to an API as a whole, by API."),
    kinds: strictFields(
      Object.fromEntries(
        Object.entries<ContractKind>(CONTRACT_KINDS).map(([kind, facts]) => {
          if (facts.mayLack) return [kind, kindOf(facts, "a kind's contract, or null").nullable().optional()];
          const what = `a kind's contract, as everything else rests on ${kind}`;
          return [kind, kindOf(facts, what).optional()];
        }),
      ) as Record<string, z.ZodType>,
      "a map of kinds",
    )
      .optional()
      .describe("What belongs to a kind of object, by kind; null for a kind that isn't there."),
  },
  "a contract profile",
) as unknown as z.ZodType<ContractProfile & { readonly $schema?: string | undefined }>;
