/** Time limit shared by several pieces of work. */
export interface Deadline {
  /** Aborted at the limit. */
  readonly signal: AbortSignal;
  /** The work's result, or at the limit the other one or its error; what the work comes to later is dropped. */
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

/** Runs one piece of work with a time limit of its own. */
export function within<T>(timeoutMs: number, work: Promise<T>, otherwise: () => T): Promise<T> {
  const deadline = createDeadline(timeoutMs);
  return deadline.within(work, otherwise).finally(() => deadline.clear());
}
