import { parseSync } from "@swc/core";

type Node = Record<string, unknown>;

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function literal(value: unknown): string | undefined {
  return isNode(value) && value.type === "StringLiteral" ? String(value.value) : undefined;
}

/** The module a node of the syntax tree refers to, if it is one that refers to a module. */
function referenceIn(node: Node): string | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return literal(node.source);
    case "TsImportType":
      return literal(node.argument);
    case "TsExternalModuleReference":
      return literal(node.expression);
    case "CallExpression": {
      const callee = node.callee as Node;
      const loads = callee.type === "Import" || (callee.type === "Identifier" && callee.value === "require");
      const [first] = node.arguments as Array<{ expression: unknown }>;
      return loads ? literal(first?.expression) : undefined;
    }
    default:
      return undefined;
  }
}

function collect(value: unknown, into: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into);
  } else if (isNode(value)) {
    const reference = referenceIn(value);
    if (reference !== undefined) into.add(reference);
    for (const child of Object.values(value)) collect(child, into);
  }
}

/** Every module a TypeScript source refers to: imports and re-exports, of types as well, static or not. */
export function importsOf(source: string, isTsx: boolean): string[] {
  const found = new Set<string>();
  collect(parseSync(source, { syntax: "typescript", tsx: isTsx, target: "es2022" }).body, found);
  return [...found];
}
