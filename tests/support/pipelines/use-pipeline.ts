import { type Checkout, newCheckout } from "./checkout";
import { type Forge, type ForgeName, startForge } from "./forge";

/** A forge and a checkout of a user's repository on its machine, new for each test of the block. */
export function usePipeline(name: ForgeName): { readonly forge: Forge; readonly checkout: Checkout } {
  let forge: Forge;
  let checkout: Checkout;
  beforeEach(async () => {
    forge = await startForge(name);
    checkout = newCheckout();
  });
  afterEach(() => forge.close());
  return {
    get forge() {
      return forge;
    },
    get checkout() {
      return checkout;
    },
  };
}
