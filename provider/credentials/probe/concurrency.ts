import { Semaphore } from "async-mutex";

/** Runs work under a limit of how much goes on side by side. */
export type Limit = <T>(work: () => Promise<T>) => Promise<T>;

export function atMost(count: number): Limit {
  const semaphore = new Semaphore(count);
  return (work) => semaphore.runExclusive(work);
}

/** Makes a separate limit for each key. */
export function atMostEach(count: number): (key: string) => Limit {
  const limits = new Map<string, Limit>();
  return (key) => {
    const limit = limits.get(key) ?? atMost(count);
    limits.set(key, limit);
    return limit;
  };
}
