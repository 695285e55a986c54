import { NotFoundError } from "../errors";

/** An existing object that a program wants taken over. Error: names the argument when there is no such object. */
export async function adoptable<Dto>(noun: string, id: string, get: () => Promise<Dto>): Promise<Dto> {
  return get().catch((error: unknown) => {
    if (!(error instanceof NotFoundError)) throw error;
    throw new NotFoundError(
      `adopt: the id of an existing ${noun}, got ${JSON.stringify(id)}, which VCC doesn't know.`,
      {
        hint: "Remove adopt: it is needed only once, and the object may have been replaced or deleted since.",
        paths: ["adopt"],
      },
    );
  });
}
