import type { Subject } from "./subject";

/** Of one length, so that nothing but that it is another one can be said against a second one. */
const DESCRIPTIONS = [1, 2, 3].map((stage) => `${stage}: of a trial by pulumi-vcc, which deletes it.`);

/** A change of some fields, and what tells that it shows. */
export interface Change<Dto, Body> {
  readonly changes: Partial<Body>;
  readonly isVisible: (dto: Dto) => boolean;
}

/** The text of an object that changes are tried with. */
export interface TextChanges<Dto, Body> {
  /** The description that it is made with. */
  readonly description: string;
  readonly field: string;
  /** Two, the first of which differs from what it is made with. */
  readonly texts: readonly Change<Dto, Body>[];
}

/** Changes of the description or, where there is none, of the name. */
export function textChanges<Dto extends object, Body extends object>(
  subject: Subject<Dto, Body>,
  descriptionKey: keyof Body & string,
  names: { readonly name: string; readonly secondName: string },
): TextChanges<Dto, Body> {
  const { most } = subject.run.context.contract.limit(subject.kind, descriptionKey) ?? {};
  const [description = "", changed = "", changedAgain = ""] = DESCRIPTIONS.map((text) => text.slice(0, most));
  const [field, ...texts] = subject.has(descriptionKey)
    ? [descriptionKey, changed, changedAgain]
    : [subject.nameKey, names.secondName, names.name];
  return { description, field, texts: texts.map((text) => changeTo(field, text)) };
}

function changeTo<Dto extends object, Body extends object>(field: string, value: string): Change<Dto, Body> {
  return {
    changes: { [field]: value } as Partial<Body>,
    isVisible: (dto) => (dto as Readonly<Record<string, unknown>>)[field] === value,
  };
}
