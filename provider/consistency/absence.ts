import { idOf, type ListEndpoint } from "../../schema/endpoint";
import { VccError } from "../errors";
import type { Context } from "../ports";
import { waitUntilVisible } from "./read-your-writes";

/**
 * VCC's 404 may stand for "not permitted", so it is no proof that an object is gone: another look has to agree, within
 * the time that it may lag behind a deletion. Error: where it still shows the object.
 */
export async function requireGone(
  context: Context,
  what: string,
  isThere: () => Promise<boolean>,
): Promise<void> {
  const seen = await waitUntilVisible(context, { look: isThere, isVisible: (there) => !there });
  if (!seen) return;
  throw new VccError(
    "VCC_DOUBTFUL_404",
    `VCC answers 404 to ${what}, but still shows it. Nothing was changed.`,
    {
      hint: "Check that this client may read and change it (scopes admin:read, admin:write), and that nothing between here and VCC answers in its place.",
    },
  );
}

/**
 * Requires that the object is missing from the list of its kind, asked afresh: by ids, because an object that can't be
 * read is there all the same.
 */
export async function requireUnlisted<Dto extends object>(
  context: Context,
  endpoint: ListEndpoint<Dto>,
  id: string,
): Promise<void> {
  await requireGone(context, `the ${endpoint.noun} ${id}`, async () => {
    const { objects, unreadable } = await context.api.reader(endpoint).listAll();
    return objects.some((dto) => idOf(endpoint, dto) === id) || unreadable.some((object) => object.id === id);
  });
  await requireInhabited(context, endpoint, id);
}

/**
 * An account that lists nothing at all, not even an interaction plan, is another one than that of the state, or an
 * outage answers in its place: nothing in it is gone. Error: where this one does.
 */
export async function requireInhabited(
  { seen }: Pick<Context, "seen">,
  endpoint: ListEndpoint<object>,
  id: string,
): Promise<void> {
  if (!(await seen.isEmpty(endpoint))) return;
  throw new VccError(
    "VCC_DOUBTFUL_404",
    `VCC answers 404 to the ${endpoint.noun} ${id}, and lists nothing at all, not even an interaction plan. Nothing was changed.`,
    {
      hint: "That is an outage, or another account: check vcc:region, vcc:clientId and the base URLs, and run it again. If this account is the right one, and empty, take the resource out of the state: pulumi state delete, with its URN.",
    },
  );
}
