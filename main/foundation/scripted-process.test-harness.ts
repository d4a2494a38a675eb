import type { ChildProcess } from "./bounded-process.ts";
import type { After } from "./clock.ts";

/** A process that was started: what it got, and what it does. */
interface ScriptedProcess {
  sent: unknown[];
  post: (message: unknown) => void;
  exit: () => void;
  killed: boolean;
}

/** Scripted processes and a manual clock. */
export function scriptedProcesses() {
  let due: (() => void)[] = [];
  const after: After = (_ms, run) => {
    due.push(run);
    return () => {
      due = due.filter((other) => other !== run);
    };
  };
  const started: ScriptedProcess[] = [];
  const start = (): ChildProcess => {
    const state: ScriptedProcess = { sent: [], post: () => {}, exit: () => {}, killed: false };
    started.push(state);
    return {
      send: (message) => void state.sent.push(message),
      onMessage: (listener) => {
        state.post = listener;
      },
      onExit: (listener) => {
        state.exit = listener;
      },
      kill: () => {
        state.killed = true;
      },
    };
  };
  const elapse = () => {
    for (const run of due.splice(0)) run();
  };
  return { started, start, after, elapse, settle: () => new Promise((resolve) => setImmediate(resolve)) };
}
