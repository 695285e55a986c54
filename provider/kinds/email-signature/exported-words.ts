import { plainText } from "../../text/html";

/** HTML taken apart: tags and white space, which are alike in every member of a group, and the words between them. */
export interface Wording {
  /** Equal for all HTML that differs in its words only. */
  readonly frame: string;
  readonly pieces: readonly Piece[];
}

type Piece = { readonly fixed: string } | { readonly words: string };

/** Words of a signature by the name of their variable. */
export type Words = Readonly<Record<string, string>>;

export interface SharedTemplate {
  /** With `{{ text1 }}`, `{{ text2 }}`, … where the members differ; `{{ text }}` where that is one place only. */
  readonly template: string;
  /** In their order; `html` is what the template makes of the words. */
  readonly members: readonly { readonly words: Words; readonly html: string }[];
}

/** With more of them, or longer ones, it is the text that differs and not a word in it. */
const MOST_PLACES = 5;
const LONGEST_WORDS = 100;
/** Fewer signatures are read more easily as files of their own. */
const FEWEST_MEMBERS = 3;
/** Markup whose content is not plain text. */
const OTHER_TEXT = /<(?:!--|script|textarea|title|xmp|plaintext|noscript|template)/iu;

/** Undefined where words can't be told from the rest. */
export function toWording(html: string): Wording | undefined {
  if (OTHER_TEXT.test(html)) return undefined;
  const pieces = splitAtTags(html)
    .filter((piece) => piece !== "")
    .map((piece): Piece => (/^<|^\s+$/u.test(piece) ? { fixed: piece } : { words: piece }));
  const frame = JSON.stringify(
    pieces.map((piece) => ("fixed" in piece ? piece.fixed.replace(/\s+/gu, " ") : undefined)),
  );
  return { frame, pieces };
}

/** Makes a template of wordings with one frame; undefined where they differ in more than a few words. */
export function shareTemplate(members: readonly Wording[]): SharedTemplate | undefined {
  const [first] = members;
  if (first === undefined || members.length < FEWEST_MEMBERS) return undefined;
  const places = first.pieces.flatMap((piece, place) =>
    "words" in piece && members.some(({ pieces }) => wordsAt(pieces, place) !== piece.words) ? [place] : [],
  );
  if (places.length === 0 || places.length > MOST_PLACES) return undefined;
  const nameOf = (place: number): string =>
    places.length === 1 ? "text" : `text${places.indexOf(place) + 1}`;
  const values = members.map(({ pieces }) => places.map((place) => plainText(wordsAt(pieces, place))));
  if (values.flat().some((value) => value === undefined || value.length > LONGEST_WORDS)) return undefined;
  const textWith = (render: (name: string) => string): string =>
    first.pieces
      .map((piece, place) =>
        "fixed" in piece ? piece.fixed : places.includes(place) ? render(nameOf(place)) : piece.words,
      )
      .join("");
  return {
    template: textWith((name) => `{{ ${name} }}`),
    members: values.map((ofMember) => {
      const words = Object.fromEntries(places.map((place, index) => [nameOf(place), ofMember[index] ?? ""]));
      return { words, html: textWith((name) => escaped(words[name] ?? "")) };
    }),
  };
}

function wordsAt(pieces: readonly Piece[], place: number): string {
  const piece = pieces[place];
  return piece !== undefined && "words" in piece ? piece.words : "";
}

/** As templates put variables out. */
function escaped(text: string): string {
  const escapes: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&#34;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/gu, (character) => escapes[character] ?? character);
}

/** Tags, words, and the white space around words, in their order. */
function splitAtTags(html: string): readonly string[] {
  // What begins behind the last end of a tag has none: to look for it from each "<" would cost by the square.
  const end = html.lastIndexOf(">") + 1;
  return [...html.slice(0, end).split(/(<[^>]*>)/u), html.slice(end)].flatMap((piece) => {
    const words = piece.trim();
    const start = piece.indexOf(words);
    return [piece.slice(0, start), words, piece.slice(start + words.length)];
  });
}
