/** A list of whole numbers that takes four bytes each: an exploration has many millions of them. */
export interface NumberList {
  readonly length: number;
  push(value: number): void;
  /** The value at an index; 0 beyond the end. */
  at(index: number): number;
}

/** Creates an empty list. */
export function createNumberList(): NumberList {
  let values = new Int32Array(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) {
        const larger = new Int32Array(length * 2);
        larger.set(values);
        values = larger;
      }
      values[length] = value;
      length += 1;
    },
    at: (index) => values[index] ?? 0,
  };
}
