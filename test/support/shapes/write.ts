/**
 * What the types of an official client declare of the objects on the wire, as data. A type is written like this:
 *
 * - `string`, `integer`, `number`, `boolean`, `null`, `any`, `'open'` (a value of an enum)
 * - `[string]` is a list with elements of a type, `{string}` a hash with any keys, `list(Price)` an object of Stripe's
 *   that contains a page of others
 * - `string | Price | null` is any of these
 * - every other word is a name in `types`, or that of an object which Checkstand never answers with
 *
 * A member whose name ends in `?` may be absent.
 */
import type { TSSignature, TSType } from "oxc-parser";
import { type Declarations, type Declared, readDeclarations, type Scope } from "./declarations.ts";

type Members = Record<string, string>;
export interface Shapes {
  /** The types of each object, by its name on the wire. */
  readonly objects: Record<string, string>;
  /** The type of the object that each type of event is about. */
  readonly events: Record<string, string>;
  /** Members by name, or what another name stands for. */
  readonly types: Record<string, string | Members>;
}

/** Numbers that may have a fraction. All others are whole, although the types cannot say so. */
const FRACTIONS: ReadonlySet<string> = new Set([
  ...["percent_off", "application_fee_percent", "percentage", "effective_percentage", "exchange_rate"],
  ...["aggregated_value", "height", "length", "weight", "width"],
]);

/** The members of an error are declared only where it is a part of an object. */
const ERROR = "PaymentIntent.LastPaymentError";

/** The shapes of the objects that are served, from the package in a folder. */
export function shapesIn(packageFolder: string, served: ReadonlySet<string>): Shapes {
  const declarations = readDeclarations(packageFolder);
  const names: ReadonlySet<string> = new Set(declarations.all.map(({ name }) => name));
  const writer = new Writer(declarations, served);
  const objects: Record<string, string> = {};
  for (const declared of declarations.all) {
    const object = objectOf(declared);
    if (object === null || !served.has(object)) continue;
    // A type in the namespace of another is a part of it, whatever it calls itself.
    if (names.has(declared.scope.path.join("."))) continue;
    const name = writer.use(declared);
    objects[object] = object in objects ? `${objects[object]} | ${name}` : name;
  }
  const error = declarations.all.find(({ name }) => name === ERROR);
  if (error !== undefined) objects.error = writer.use(error);
  return { objects, events: eventsIn(declarations, writer), types: writer.types };
}

/** The name of the object that a type is; null for other types. */
function objectOf({ node }: Declared): string | null {
  if (node.type !== "TSInterfaceDeclaration") return null;
  const member = node.body.body.find((one) => nameOf(one) === "object");
  return member === undefined ? null : literalOf(typeOf(member));
}

function eventsIn(declarations: Declarations, writer: Writer): Record<string, string> {
  const events: Record<string, string> = {};
  for (const { node, scope } of declarations.all) {
    if (node.type !== "TSInterfaceDeclaration" || !node.id.name.endsWith("Event")) continue;
    const type = node.body.body.find((member) => nameOf(member) === "type");
    const name = type === undefined ? null : literalOf(typeOf(type));
    const data = declarations.find(`${node.id.name}.Data`, scope);
    if (name === null || data?.node.type !== "TSInterfaceDeclaration") continue;
    const object = data.node.body.body.find((member) => nameOf(member) === "object");
    if (object !== undefined) events[name] = writer.written(typeOf(object), data, "object");
  }
  return events;
}

/** Collects the types that are used, under their names. */
class Writer {
  readonly types: Shapes["types"] = {};
  readonly declarations: Declarations;
  readonly served: ReadonlySet<string>;

  constructor(declarations: Declarations, served: ReadonlySet<string>) {
    this.declarations = declarations;
    this.served = served;
  }

  /** The name of a type that is used. */
  use(declared: Declared): string {
    const { name, node } = declared;
    const object = objectOf(declared);
    if (name in this.types || (object !== null && !this.served.has(object))) return name;
    if (node.type === "TSTypeAliasDeclaration") {
      this.types[name] = "any"; // until its end is reached, as it may contain itself
      this.types[name] = this.written(node.typeAnnotation, declared, "");
    } else {
      const members: Members = {};
      this.types[name] = members;
      this.#enter(declared, members);
    }
    return name;
  }

  #enter(declared: Declared, members: Members): void {
    const { node, text, scope } = declared;
    if (node.type !== "TSInterfaceDeclaration") throw new Error(`${declared.name} has no members`);
    for (const { expression } of node.extends)
      this.#enter(this.#find(text.slice(expression.start, expression.end), scope), members);
    for (const member of node.body.body) {
      const type = typeOf(member);
      const name = member.type === "TSIndexSignature" ? "*" : nameOf(member);
      // `deleted?: void` says that the member is never there.
      if (name === null || type.type === "TSVoidKeyword") continue;
      const isOptional = member.type === "TSPropertySignature" && member.optional;
      members[isOptional ? `${name}?` : name] = this.written(type, declared, name);
    }
  }

  #find(name: string, scope: Scope): Declared {
    const found = this.declarations.find(name, scope);
    if (found === undefined) throw new Error(`${name} means nothing in ${scope.path.join(".")}`);
    return found;
  }

  /** A type as text. `member` is the name of the member that has it, and `within` the type that has the member. */
  written(type: TSType, within: Declared, member: string): string {
    switch (type.type) {
      case "TSStringKeyword":
        return "string";
      case "TSNumberKeyword":
        return FRACTIONS.has(member) ? "number" : "integer";
      case "TSBooleanKeyword":
        return "boolean";
      case "TSNullKeyword":
        return "null";
      case "TSAnyKeyword":
      case "TSUnknownKeyword":
        return "any";
      case "TSLiteralType":
        return type.literal.type === "Literal" ? `'${type.literal.value}'` : "any";
      case "TSArrayType":
        return `[${this.written(type.elementType, within, member)}]`;
      case "TSUnionType": {
        const parts = type.types.map((one) => this.written(one, within, member));
        return parts.filter((part) => part !== "").join(" | ");
      }
      case "TSTypeLiteral": {
        const [only] = type.members;
        if (type.members.length === 1 && only?.type === "TSIndexSignature")
          return `{${this.written(typeOf(only), within, member)}}`;
        break;
      }
      case "TSTypeReference": {
        const name = within.text.slice(type.typeName.start, type.typeName.end);
        const [argument] = type.typeArguments?.params ?? [];
        const element = argument === undefined ? "any" : this.written(argument, within, member);
        return this.#reference(name, element, within.scope);
      }
    }
    throw new Error(`${within.name}.${member} is a ${type.type}, which has no text yet`);
  }

  #reference(name: string, element: string, scope: Scope): string {
    switch (name.replace(/^Stripe\./, "")) {
      case "Array":
        return `[${element}]`;
      case "ApiList":
        return `list(${element})`;
      case "Decimal":
        return "string"; // on the wire
      case "OtherString":
        return ""; // says that an enum may get more values
      case "Event.Data":
        return "any"; // depends on the type of the event
    }
    return this.use(this.#find(name, scope));
  }
}

function nameOf(member: TSSignature): string | null {
  if (member.type !== "TSPropertySignature") return null;
  if (member.key.type === "Identifier") return member.key.name;
  return member.key.type === "Literal" ? String(member.key.value) : null;
}

function typeOf(member: TSSignature): TSType {
  const type = "typeAnnotation" in member ? member.typeAnnotation?.typeAnnotation : undefined;
  if (type === undefined) throw new Error("a member without a type");
  return type;
}

function literalOf(type: TSType): string | null {
  return type.type === "TSLiteralType" && type.literal.type === "Literal" ? String(type.literal.value) : null;
}
