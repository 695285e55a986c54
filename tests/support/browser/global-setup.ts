import { shareChromium } from "./chromium";

/** Jest's set-up for tests in a browser; it runs only when some of them are to run. */
export default function ready(): void {
  shareChromium();
}
