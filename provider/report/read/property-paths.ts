/** Top property of a path such as `addresses[0]`, `dataSources.flow` or `["a.b"]`. */
export function topKey(path: string): string {
  return /^[^.[]+/u.exec(path)?.[0] ?? /^\["((?:[^"\\]|\\.){0,1000})"\]/u.exec(path)?.[1] ?? path;
}
