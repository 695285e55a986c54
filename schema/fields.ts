import * as z from "zod";
import { Content, Key, orEmpty, orUntold } from "./foreign";
import { asciiDomain, partsOf } from "./canonical-address";
import { MAX_DESCRIPTION_CHARACTERS, MAX_NAME_CHARACTERS, MAX_TEXT_CHARACTERS } from "./limits";
import { asName } from "../provider/text/plain-text";
import { content, contentRule, countCharacters, harmless, harmlessLine, OF_LIMIT, rule } from "./rule";

const mailboxRule = rule(
  "an email address such as support@example.com",
  "Give the address of one mailbox, without a display name.",
);

/** The form alone, as editors check it: RFC 5321's dot-string or quoted string, and a domain with a dot. */
const MAILBOX =
  /^(?:[^\s"(),.:;<>@[\\\]]{1,255}(?:\.[^\s"(),.:;<>@[\\\]]{1,255}){0,64}|"(?:[^"\\]|\\.){0,64}")@[^\s"(),:;<>@[\\\]][^\s"(),.:;<>@[\\\]]{0,255}\.[^\s"(),:;<>@[\\\]]{1,255}$/u;

/**
 * A mailbox, as `local@domain`, the way RFC 5321 and RFC 6531 have it: `o'neil+vip@example.com`, `r&d@bücher.example`
 * and `r&d@xn--bcher-kva.example`, whose domain is the same. Compared by `canonicalAddress`. At most 64 bytes before
 * the `@`. Source: form documented, comparison assumed.
 */
export const MailboxAddress = z
  .string({ error: mailboxRule })
  .regex(MAILBOX, { error: mailboxRule })
  .refine(isMailbox, { error: mailboxRule });

const LONGEST_LOCAL_BYTES = 64;
const LONGEST_DOMAIN = 253;
/** After conversion to ASCII; the last one holds a letter, else it would be a number of a network. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u;

function isMailbox(address: string): boolean {
  const { local, domain } = partsOf(address);
  const labels = asciiDomain(domain).split(".");
  return (
    asName(address) === address &&
    Buffer.byteLength(local, "utf8") <= LONGEST_LOCAL_BYTES &&
    labels.join(".").length <= LONGEST_DOMAIN &&
    labels.every((label) => LABEL.test(label)) &&
    /[a-z]/u.test(labels.at(-1) ?? "")
  );
}

/**
 * A name, unique among its kind in the account: one line of 1 to 128 characters.
 * Source: uniqueness documented, length and line assumed.
 */
export const UniqueName = harmlessLine(
  text(
    { least: 1, most: MAX_NAME_CHARACTERS },
    rule(
      `text of 1 to ${MAX_NAME_CHARACTERS} characters`,
      "Shorten it, or leave it out to have a name generated.",
    ),
  ),
);

/** Free text of at most 500 characters, empty when omitted. Source: optional documented, length assumed. */
export const Description = content(
  harmless(
    text(
      { least: 0, most: MAX_DESCRIPTION_CHARACTERS },
      contentRule(`text of at most ${MAX_DESCRIPTION_CHARACTERS} characters`, "Shorten it."),
    ),
  ),
);

/** True if a map may have the key. Pulumi's SDK for Node.js fails on one that is called `toString`. */
export function isUsableKey(key: string): boolean {
  return asName(key) === key && key !== "toString";
}

const dataSourceMapRule = contentRule("a map from data-source keys to text", 'Write it as { key: "value" }.');
const dataSourceKeyRule = rule(
  "a data-source key of at least 1 character on one line, without ( ) $ :, control characters and commands to CI systems, other than toString",
  "Rename the key.",
);

/**
 * Data sources that VCC sets on each interaction, by key. Keys hold none of `( ) $ :`; their order means nothing.
 * Source: key-value pairs documented, the key's alphabet assumed.
 */
export const DataSources = content(
  z.record(
    z
      .string()
      .max(MAX_TEXT_CHARACTERS, { abort: true })
      .regex(/^[^()$:]+$/u)
      .refine(isUsableKey),
    harmless(
      z
        .string({ error: contentRule("a text value", "Quote numbers and booleans: data sources are text.") })
        .max(MAX_TEXT_CHARACTERS, {
          error: contentRule(`text of at most ${MAX_TEXT_CHARACTERS} characters`, "Shorten it."),
          abort: true,
        }),
    ),
    {
      error: (issue) => (issue.code === "invalid_key" ? dataSourceKeyRule(issue) : dataSourceMapRule(issue)),
    },
  ),
);

const DataSourceDto = z.object({
  name: Key,
  value: orEmpty(z.union([Content, z.number().transform(String), z.boolean().transform(String)])),
});

/**
 * Data sources as VCC carries them; undefined where it doesn't tell. The published body leaves open whether it is a
 * list, so a reply may hold one alone.
 */
export const DataSourceDtos = orUntold(
  z.union([z.array(DataSourceDto), DataSourceDto.transform((only) => [only])]),
  [],
);

const adoptRule = rule(
  "true, or the id of an existing object",
  "Write true to take over the one that there is; remove it to make a new one.",
);

/** Words for true and false in other languages. */
const SWITCH = /^(?:true|false|yes|no|on|off)$/iu;

/** Adoption of an existing object by a new resource, instead of making one: `true` finds it, an id names it. */
export const Adopt = z.union(
  [
    z.boolean(),
    z
      .string()
      .min(1, { error: adoptRule })
      .refine((id) => !SWITCH.test(id), { error: adoptRule }),
  ],
  { error: adoptRule },
);

/** The object to take over, as `Adopt` says it: the one that is there, or an id. Undefined where one is to be made. */
export function adoptionOf(inputs: object): true | string | undefined {
  const { adopt } = inputs as { readonly adopt?: unknown };
  return adopt === true || typeof adopt === "string" ? adopt : undefined;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/iu;

/** True if the text is a GUID, like the ids of interaction plans. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** Text of so many Unicode code points. */
export function text(
  { least, most }: { readonly least: number; readonly most: number },
  error: ReturnType<typeof rule>,
) {
  return z
    .string({ error })
    .refine((value) => countCharacters(value) >= least, { error })
    .refine((value) => countCharacters(value) <= most, { error, params: OF_LIMIT });
}
