import { parseSync } from "@swc/core";

/** A node of the syntax tree; only the fields that are read here. */
interface Node {
  type: string;
  value?: string;
  id?: Node;
  identifier?: Node;
  key?: Node;
  declaration?: Node;
  declarations?: Node[];
  init?: Node;
  expression?: Node;
  typeAnnotation?: Node;
  superClass?: Node | null;
  extends?: Node[];
  properties?: Node[];
  arguments?: Node[];
  types?: Node[];
  members?: Node[];
  body?: Node | Node[];
}

/** Members by the name of the export that has them. */
export type ExportedMembers = ReadonlyMap<string, ReadonlySet<string>>;

/** Members that every Error has. */
const errorMembers = ["name", "message", "stack", "cause"];

const keyOf = ({ key }: Node): string[] => (key?.value === undefined ? [] : [key.value]);

/** The members of a value or type; names of what it extends are passed to `inherited`. */
function membersOf(node: Node | undefined, inherited: (name: string) => Iterable<string>): string[] {
  switch (node?.type) {
    case "TsInterfaceDeclaration": {
      const own = ((node.body as Node).body as Node[]).flatMap(keyOf);
      return [...own, ...(node.extends ?? []).flatMap((base) => [...inherited(base.expression?.value ?? "")])];
    }
    case "ClassDeclaration":
      return [...(node.body as Node[]).flatMap(keyOf), ...inherited(node.superClass?.value ?? "")];
    case "TsTypeAliasDeclaration":
      return membersOf(node.typeAnnotation, inherited);
    case "TsTypeLiteral":
      return (node.members ?? []).flatMap(keyOf);
    case "TsIntersectionType":
      return (node.types ?? []).flatMap((part) => membersOf(part, inherited));
    case "VariableDeclarator":
      return membersOf(node.init, inherited);
    case "TsConstAssertion":
    case "TsSatisfiesExpression":
    case "TsAsExpression":
      return membersOf(node.expression, inherited);
    case "ObjectExpression":
      return (node.properties ?? []).flatMap(keyOf);
    default:
      return [];
  }
}

function exportsOf(source: string): [name: string, node: Node][] {
  const module = parseSync(source, { syntax: "typescript", target: "es2022" }) as unknown as { body: Node[] };
  return module.body.flatMap((item): [string, Node][] => {
    if (item.type !== "ExportDeclaration" || item.declaration === undefined) return [];
    const { declaration } = item;
    if (declaration.declarations !== undefined) {
      return declaration.declarations.map((each) => [each.id?.value ?? "", each]);
    }
    return [[(declaration.id ?? declaration.identifier)?.value ?? "", declaration]];
  });
}

/**
 * The exports of TypeScript sources with their members: fields and methods of interfaces, classes and type literals,
 * and keys of constant objects, inherited ones included. Throws when a name is exported twice, as it is ambiguous.
 */
export function exportedMembers(sources: readonly string[]): ExportedMembers {
  const nodes = new Map<string, Node>();
  for (const [name, node] of sources.flatMap(exportsOf)) {
    if (nodes.has(name)) throw new Error(`${name} is exported twice`);
    nodes.set(name, node);
  }
  const inherited = (name: string): Iterable<string> =>
    name === "Error" ? errorMembers : membersOf(nodes.get(name), inherited);
  return new Map([...nodes].map(([name, node]) => [name, new Set(membersOf(node, inherited))]));
}

/** Whether `Name` or `Name.member` is exported. */
export function isExported(path: string, members: ExportedMembers): boolean {
  const [name = "", member] = path.split(".");
  const found = members.get(name);
  return found !== undefined && (member === undefined || found.has(member));
}
