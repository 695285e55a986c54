import { simultaneousAdministration } from "../account/api-error";

/** Tells when two writes overlap, which VCC's accounts don't take well. */
export class WriteLock {
  /** The most writes that were ever under way at once. */
  mostAtOnce = 0;
  #underWay = 0;

  /** Runs `write` as one write under way. Error: 409 if another is, where `refuses`. */
  async hold<Result>(refuses: boolean, write: () => Promise<Result>): Promise<Result> {
    if (refuses && this.#underWay > 0) throw simultaneousAdministration();
    this.#underWay += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#underWay);
    try {
      return await write();
    } finally {
      this.#underWay -= 1;
    }
  }

  reset(): void {
    this.mostAtOnce = this.#underWay;
  }
}
