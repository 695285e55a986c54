/** Values by the path of an endpoint, each made when it is first asked for. The path says of which type its value is. */
export class ByPath {
  readonly #values = new Map<string, unknown>();

  get<Value>(path: string, make: () => Value): Value {
    if (!this.#values.has(path)) this.#values.set(path, make());
    return this.#values.get(path) as Value;
  }
}
