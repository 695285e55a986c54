interface Node {
  /** The rest of the only text that comes by here; undefined where several part. */
  rest: string | undefined;
  /** True if a text ends here. */
  isEnd: boolean;
  readonly next: Map<number, Node>;
}

/**
 * Texts to be found within other texts: a radix tree, so that a search costs by the length of what is searched, however
 * many texts there are, and adding one costs by its own length.
 */
export class TextIndex {
  readonly #root = makeNode();

  add(text: string): void {
    let node = this.#root;
    for (let at = 0; at < text.length; at += 1) {
      split(node);
      const known = node.next.get(text.charCodeAt(at));
      if (known === undefined) {
        node.next.set(text.charCodeAt(at), makeNode(text.slice(at + 1)));
        return;
      }
      node = known;
      if (node.rest === text.slice(at + 1)) return;
    }
    split(node);
    node.isEnd = true;
  }

  /** Length of the longest text that `searched` holds at this place; 0 where there is none. */
  lengthAt(searched: string, start: number): number {
    let node = this.#root;
    let longest = 0;
    for (let at = start; ; at += 1) {
      if (node.isEnd) longest = at - start;
      if (node.rest !== undefined)
        return searched.startsWith(node.rest, at) ? at - start + node.rest.length : longest;
      const next = node.next.get(searched.charCodeAt(at));
      if (next === undefined) return longest;
      node = next;
    }
  }
}

function makeNode(rest?: string): Node {
  return { rest, isEnd: false, next: new Map() };
}

/** Makes way for a second text where one alone came by. */
function split(node: Node): void {
  const { rest } = node;
  if (rest === undefined) return;
  node.rest = undefined;
  if (rest === "") node.isEnd = true;
  else node.next.set(rest.charCodeAt(0), makeNode(rest.slice(1)));
}
