import { Document, isMap, type Pair, Scalar, stringify, visit, type YAMLMap } from "yaml";
import { isRecord } from "../values/records";
import { obeyedPart, toLine, withEscapes } from "../text/plain-text";
import { type Fleet, FleetLayer } from "../../schema/fleet/fleet";
import { isUnordered, keysOf, partOf, type PartSchema } from "../../schema/fleet/parts";
import { type JsonMap, liftDefaults } from "./lift-defaults";
import { escapeVariables } from "./variables/text-parts";

/** Options of the text. */
interface RenderOptions {
  /** Lines of a comment at the top. Default: none. */
  readonly header?: readonly string[];
  /** Lifts what inboxes share into `defaults`, and writes what is left of one on a line, where it fits. Default: false. */
  readonly isLifted?: boolean;
}

/** Longest inbox on one line, in characters. */
const LINE_WIDTH = 120;

/**
 * Writes a fleet as YAML that means the same when it is read again: sections and properties in a fixed order, entries
 * by name, so that equal fleets give equal bytes. Texts are taken literally: a `${` in them is escaped, as is what a
 * terminal or CI system would obey.
 */
export function renderFleet(fleet: Fleet, { header = [], isLifted = false }: RenderOptions = {}): string {
  const whole = canonicalFleet(fleet);
  const lifted = isLifted ? withDefaults(whole) : whole;
  const document = new Document(lifted, { aliasDuplicateObjects: false });
  if (header.length > 0) document.commentBefore = header.map((line) => ` ${toLine(line)}`).join("\n");
  if (lifted !== whole) putInboxesOnLines(document.contents);
  spaceOut(document.contents);
  quoteObeyed(document);
  return withEscapes(
    document.toString({ lineWidth: 0, flowCollectionPadding: true, doubleQuotedAsJSON: true }),
  );
}

/** JSON of these fields and the fleet. */
export function renderFleetJson(fleet: Fleet, fields: object): string {
  return withEscapes(JSON.stringify({ ...fields, fleet: canonicalFleet(fleet) }, undefined, 2));
}

function canonicalFleet(fleet: Fleet): JsonMap {
  const toText = (_key: string, value: unknown): unknown =>
    typeof value === "string" ? escapeVariables(value) : value;
  return ordered(JSON.parse(JSON.stringify(fleet, toText)), FleetLayer) as JsonMap;
}

function withDefaults(fleet: JsonMap): JsonMap {
  const lifted = liftDefaults((fleet["inboxes"] ?? {}) as Readonly<Record<string, JsonMap>>);
  const isWorthIt = Object.keys(lifted.defaults).length > 0;
  return isWorthIt ? (ordered({ ...fleet, ...lifted }, FleetLayer) as JsonMap) : fleet;
}

/** The value with the keys of its maps as their schemas have them, the others after them by name. */
function ordered(value: unknown, schema: PartSchema): unknown {
  if (Array.isArray(value)) return isUnordered(schema) ? [...(value as unknown[])].sort() : value;
  if (!isRecord(value)) return value;
  const keys = keysOf(schema);
  const rank = (key: string): number => (keys.includes(key) ? keys.indexOf(key) : keys.length);
  const sorted = Object.entries(value).sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, part]) => [key, ordered(part, partOf(schema, key))]));
}

/** The text may be printed by a pipeline. */
function quoteObeyed(document: Document): void {
  visit(document, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === "string" && obeyedPart(scalar.value) !== undefined) {
        scalar.type = Scalar.QUOTE_DOUBLE;
      }
    },
  });
}

/** Such as `support: { name: Support }`. */
function putInboxesOnLines(contents: unknown): void {
  const inboxes = sectionsOf(contents).find(({ key }) => key.value === "inboxes");
  for (const { key, value } of entriesOf(inboxes?.value)) {
    const line = `  ${key.toString()}: ${stringify(value, { collectionStyle: "flow", lineWidth: 0 })}`;
    value.flow = line.length <= LINE_WIDTH && !/\n(?!$)|\\n/u.test(line);
  }
}

/** A blank line before each section and each entry of several lines: a hundred inboxes stay readable. */
function spaceOut(contents: unknown): void {
  for (const [index, section] of sectionsOf(contents).entries()) {
    if (index > 0) section.key.spaceBefore = true;
    for (const [place, { key, value }] of entriesOf(section.value).entries()) {
      if (place > 0 && value.flow !== true) key.spaceBefore = true;
    }
  }
}

function sectionsOf(contents: unknown): readonly Pair<Scalar>[] {
  return isMap(contents) ? (contents.items as Pair<Scalar>[]) : [];
}

/** Of a section of maps. */
function entriesOf(section: unknown): readonly { readonly key: Scalar; readonly value: YAMLMap }[] {
  if (!isMap(section) || !section.items.every(({ value }) => isMap(value))) return [];
  return section.items.map(({ key, value }) => ({ key: key as Scalar, value: value as YAMLMap }));
}
