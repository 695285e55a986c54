/** The work was not done in time. */
export class OverdueError extends Error {
  readonly code = "ETIMEDOUT";
}

/** The work's result, or an `OverdueError` after that many ms; what the work comes to then is dropped. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new OverdueError("overdue")), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
