/** Answers that are good for a while, by what was asked. */
export interface KeptAnswers<T> {
  /** The kept answer, or the one that `ask` gives; a failure is not kept. */
  get(question: string, ask: () => Promise<T>): Promise<T>;
}

/** Keeps up to `most` answers for `ms` each; the oldest go first. */
export function keepAnswers<T>(options: { ms: number; max: number; now: () => number }): KeptAnswers<T> {
  const kept = new Map<string, { answer: Promise<T>; untilMs: number }>();
  return {
    get(question, ask) {
      const known = kept.get(question);
      if (known !== undefined && known.untilMs > options.now()) return known.answer;
      const answer = ask();
      kept.delete(question);
      kept.set(question, { answer, untilMs: options.now() + options.ms });
      answer.catch(() => {
        if (kept.get(question)?.answer === answer) kept.delete(question);
      });
      const oldest = kept.keys().next().value;
      if (kept.size > options.max && oldest !== undefined) kept.delete(oldest);
      return answer;
    },
  };
}
