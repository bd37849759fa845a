/** Reads one at a time: asked for while it reads, which may have seen what was before, it reads once more after that. */
export class OneReading {
  #isReading = false;
  #isAgain = false;

  constructor(
    private readonly readOnce: () => Promise<void>,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  ask(): void {
    if (this.#isReading) {
      this.#isAgain = true;
      return;
    }
    this.#isReading = true;
    void this.readOnce()
      .catch(this.onProblem)
      .finally(() => {
        this.#isReading = false;
        if (!this.#isAgain) return;
        this.#isAgain = false;
        this.ask();
      });
  }
}
