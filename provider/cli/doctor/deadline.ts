/** A moment by which all has to be told. */
export interface Deadline {
  /** Aborted at that moment. */
  readonly signal: AbortSignal;
  /** The work's result, or the other one if the moment comes first; what the work comes to then is dropped. */
  within<T>(work: Promise<T>, otherwise: () => T): Promise<T>;
  /** Lets the process end. */
  clear(): void;
}

export function createDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const over = new Promise<"over">((resolve) =>
    controller.signal.addEventListener("abort", () => resolve("over"), { once: true }),
  );
  return {
    signal: controller.signal,
    within: async (work, otherwise) => {
      const done = work.then((value) => ({ value }));
      const first = await Promise.race([done, over]);
      if (first !== "over") return first.value;
      // A failure that comes too late is nobody's.
      done.catch(() => undefined);
      return otherwise();
    },
    clear: () => clearTimeout(timer),
  };
}
