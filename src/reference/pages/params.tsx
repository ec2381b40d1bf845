/** The parameters of an endpoint, nested ones folded up. */
import { paramAnchor } from "../anchors.ts";
import { boundsText, choicesOf, type ParamNode, typeText } from "../parameters.ts";
import { Names, Prose } from "./text.tsx";

interface ListProps {
  readonly nodes: readonly ParamNode[];
  /** The prefix of the parameters' anchors. */
  readonly anchor: string;
  /** The first version of each parameter, by name. */
  readonly since?: ReadonlyMap<string, string>;
}

export function ParamList({ nodes, anchor, since }: ListProps) {
  return (
    <ul class="Params">
      {nodes.map((node) => (
        <ParamItem node={node} anchor={anchor} since={since?.get(node.path)} />
      ))}
    </ul>
  );
}

function ParamItem({ node, anchor, since }: { node: ParamNode; anchor: string; since: string | undefined }) {
  const { path, param, children } = node;
  const id = paramAnchor(anchor, path);
  const choices = choicesOf(param);
  return (
    <li class={param.notYet ? "Param Param--refused" : "Param"} id={id}>
      <p class="Param-head">
        <a class="Param-name" href={`#${id}`}>
          <ParamName path={path} />
        </a>{" "}
        <span class="Param-type">{typeOf(node)}</span>{" "}
        {param.required && <span class="Badge Badge--required">required</span>}{" "}
        {param.notYet && <span class="Badge Badge--refused">refused for now</span>}{" "}
        {since !== undefined && <span class="Badge">since {since}</span>}
      </p>
      {param.does !== undefined && (
        <p class="Param-does">
          <Prose text={param.does} />
        </p>
      )}
      {param.harmless !== undefined && (
        <p class="Param-does">
          Taken all the same, because it asks for nothing:{" "}
          <Names names={param.harmless.map((value) => JSON.stringify(value))} />.
        </p>
      )}
      {choices.length > 0 && <Choices choices={choices} />}
      {children.length > 0 && (
        <details class="Param-children">
          <summary>
            {children.length === 1 ? "1 parameter" : `${children.length} parameters`} in <code>{path}</code>
          </summary>
          <ParamList nodes={children} anchor={anchor} />
        </details>
      )}
    </li>
  );
}

/** Emphasizes the parameter's own name, which is the last part of the path. */
function ParamName({ path }: { path: string }) {
  const at = path.endsWith("]") ? path.lastIndexOf("[") : 0;
  return (
    <code>
      {at > 0 && <span class="Param-within">{path.slice(0, at)}</span>}
      {path.slice(at)}
    </code>
  );
}

function typeOf({ param }: ParamNode): string {
  const parts = [typeText(param), boundsText(param), param.nullable ? "an empty value unsets it" : null];
  return parts.filter((part) => part !== null && part !== "").join(", ");
}

/** Longer lists of choices are folded up, since some have a hundred. */
const CHOICES_SHOWN_MAX = 12;

function Choices({ choices }: { choices: readonly string[] }) {
  if (choices.length <= CHOICES_SHOWN_MAX) {
    return (
      <p class="Param-choices">
        One of <Names names={choices} />
      </p>
    );
  }
  return (
    <details class="Param-choices">
      <summary>One of {choices.length} values</summary>
      <p>
        <Names names={choices} />
      </p>
    </details>
  );
}
