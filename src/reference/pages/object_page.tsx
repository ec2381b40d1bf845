/** The page of an object: what it is, an example, its endpoints with their parameters, expansions, events, versions. */
import { EVENTS_PAGE, objectPage, olderAnchor, VERSIONS_PAGE } from "../anchors.ts";
import { curlOf } from "../examples.ts";
import type { EndpointEntry, ObjectEntry, OlderParams } from "../model.ts";
import { type Frame, renderPage } from "./layout.tsx";
import { ParamList } from "./params.tsx";
import { CodeBox, Heading, Json, Names, ObjectLink, Prose } from "./text.tsx";

export function renderObjectPage(frame: Frame, entry: ObjectEntry): string {
  const example = frame.examples.byObject.get(entry.object);
  return renderPage({
    ...frame,
    page: objectPage(entry.object),
    title: entry.words.title,
    object: entry,
    children: (
      <>
        <section class="Split">
          <div>
            <h1>{entry.words.title}</h1>
            <p class="Lead">
              <Prose text={entry.words.about} />
            </p>
            <EndpointList entry={entry} />
            <Expansions frame={frame} entry={entry} />
            <Events entry={entry} />
            <Changes entry={entry} />
          </div>
          {example !== undefined && (
            <aside class="Sample" aria-label="The object">
              <CodeBox title={`The object ${entry.object}`}>
                <Json value={example} />
              </CodeBox>
            </aside>
          )}
        </section>
        {entry.endpoints.map((endpoint) => (
          <Endpoint frame={frame} endpoint={endpoint} />
        ))}
      </>
    ),
  });
}

function EndpointList({ entry }: { entry: ObjectEntry }) {
  if (entry.endpoints.length === 0) {
    return <p>It has no endpoints of its own, and is shown within other objects.</p>;
  }
  return (
    <>
      <Heading id="endpoints">Endpoints</Heading>
      <ul class="Routes">
        {entry.endpoints.map(({ anchor, method, path }) => (
          <li>
            <a href={`#${anchor}`}>
              <Method method={method} /> <code>{path}</code>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Method({ method }: { method: string }) {
  return <span class={`Method Method--${method.toLowerCase()}`}>{method}</span>;
}

function Expansions({ frame, entry }: { frame: Frame; entry: ObjectEntry }) {
  if (entry.expansions.length === 0) return null;
  return (
    <>
      <Heading id="expand">Expansions</Heading>
      <p>
        Send <code>expand[]</code> with any endpoint to get these whole, where the object has them.
      </p>
      <ul class="Plain">
        {entry.expansions.map(({ path, kinds }) => (
          <li>
            <code>{path}</code>
            {kinds.map((object, i) => (
              <>
                {i === 0 ? " → " : " or "}
                <ObjectLink reference={frame.reference} object={object} />
              </>
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

function Events({ entry }: { entry: ObjectEntry }) {
  const sent = entry.events.filter(({ emitted }) => emitted);
  if (sent.length === 0) return null;
  return (
    <>
      <Heading id="events">Events</Heading>
      <ul class="Plain">
        {sent.map(({ type }) => (
          <li>
            <a href={`${EVENTS_PAGE}#${type}`}>
              <code>{type}</code>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Changes({ entry }: { entry: ObjectEntry }) {
  if (entry.changes.length === 0) return null;
  return (
    <>
      <Heading id="versions">In older versions</Heading>
      <ul class="Plain">
        {entry.changes.map(({ version, shape, expandedBefore, notExpandedBefore }) => (
          <li>
            Before <a href={`${VERSIONS_PAGE}#${version}`}>{version}</a>
            {shape && " it had another shape"}
            {shape && expandedBefore.length + notExpandedBefore.length > 0 && ", and"}
            {expandedBefore.length > 0 && (
              <>
                {" "}
                <Names names={expandedBefore} /> could be expanded
              </>
            )}
            {notExpandedBefore.length > 0 && (
              <>
                {expandedBefore.length > 0 && ", and"} <Names names={notExpandedBefore} /> could not be
                expanded
              </>
            )}
            .
          </li>
        ))}
      </ul>
    </>
  );
}

function Endpoint({ frame, endpoint }: { frame: Frame; endpoint: EndpointEntry }) {
  const { name, method, path, title, anchor, forBrowsers, answers, params, since, older } = endpoint;
  const example = frame.examples.byRoute.get(name);
  return (
    <section class="Split Endpoint">
      <div>
        <Heading id={anchor}>{title}</Heading>
        <p class="Route">
          <Method method={method} /> <code>{path}</code>
        </p>
        <p>
          Answers with {answers.isList ? "a list of" : "one"}{" "}
          <ObjectLink reference={frame.reference} object={answers.object} />{" "}
          {answers.isList ? "objects" : "object"}.
          {forBrowsers && " May be called from a browser, with a publishable key."}
        </p>
        {params.length === 0 ? (
          <p class="Quiet">No parameters.</p>
        ) : (
          <ParamList nodes={params} anchor={anchor} since={since} />
        )}
        {older.map((versions) => (
          <Older versions={versions} anchor={anchor} />
        ))}
      </div>
      {example !== undefined && (
        <aside class="Sample" aria-label={title}>
          <CodeBox title={`${title}: request`}>{curlOf(example, method, frame.baseUrl, frame.key)}</CodeBox>
          <CodeBox title={`${title}: answer`} note={String(example.status)}>
            <Json value={example.answer} />
          </CodeBox>
        </aside>
      )}
    </section>
  );
}

function Older({ versions, anchor }: { versions: OlderParams; anchor: string }) {
  const { before, without, params } = versions;
  const id = olderAnchor(anchor, before);
  return (
    <details class="Older" id={id}>
      <summary>Before {before}</summary>
      <p>
        See what <a href={`${VERSIONS_PAGE}#${before}`}>{before}</a> changed.
        {without.length > 0 && (
          <>
            {" "}
            Not there: <Names names={without} />.
          </>
        )}
      </p>
      {params.length > 0 && <ParamList nodes={params} anchor={id} />}
    </details>
  );
}
