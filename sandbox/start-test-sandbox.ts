import { applyFaults } from "./apply-faults.ts";
import { addControlRoutes } from "./control-routes.ts";
import { createFaultPlan } from "./fault-plan.ts";
import type { FaultSpec } from "./fault-spec.ts";
import type { SandboxOptions } from "./sandbox-options.ts";
import { type RunningSandbox, startSandbox } from "./start-sandbox.ts";

/** A sandbox of tests and developers. */
export interface TestSandboxOptions extends SandboxOptions {
  /** Faults pending from the start. */
  readonly faults?: readonly FaultSpec[];
}

/** Starts a sandbox with control routes and faults, which the app's practice mode does not contain. */
export function startTestSandbox({ faults, ...options }: TestSandboxOptions): Promise<RunningSandbox> {
  const plan = createFaultPlan(faults);
  return startSandbox(options, {
    hooks: (app) => applyFaults(app, plan),
    routes: (app, context) => addControlRoutes(app, context, plan),
  });
}
