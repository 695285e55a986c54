/** A number with its noun: `1 mailbox`, `2 mailboxes`; `none` stands for 0. */
export function counted(count: number, one: string, many = `${one}s`, none = "0"): string {
  return `${count === 0 ? none : String(count)} ${count === 1 ? one : many}`;
}
