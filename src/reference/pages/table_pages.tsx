/** The pages that are tables: errors, event types, API versions, test cards. */
import { CARDS_PAGE, ERRORS_PAGE, EVENTS_PAGE, objectPage, VERSIONS_PAGE } from "../anchors.ts";
import type {
  EndpointEntry,
  ErrorEntry,
  EventEntry,
  ObjectEntry,
  RefusalEntry,
  VersionEntry,
} from "../model.ts";
import { type Frame, renderPage } from "./layout.tsx";
import { Heading, ObjectLink, Prose } from "./text.tsx";

export function renderErrorsPage(frame: Frame): string {
  const { errors, declines } = frame.reference;
  return renderPage({
    ...frame,
    page: ERRORS_PAGE,
    title: "Errors",
    children: (
      <div class="Column">
        <h1>Errors</h1>
        <p class="Lead">
          A refusal has the <code>type</code>, <code>code</code>, <code>message</code> and <code>param</code>{" "}
          that Stripe's have. In the messages below, braces stand for what a message quotes.
        </p>
        <Heading id="declined-cards">Declined cards</Heading>
        <p>
          Status 402 and the type <code>card_error</code>. Test cards with these outcomes are on the page of{" "}
          <a href={CARDS_PAGE}>test cards</a>.
        </p>
        <ul class="Entries">
          {declines.map(({ code, declineCode, text, advice }) => (
            <li id={`decline.${declineCode}`}>
              <p class="Entry-head">
                <a href={`#decline.${declineCode}`}>
                  <code>{declineCode}</code>
                </a>{" "}
                {code !== declineCode && (
                  <span class="Quiet">
                    with the code <code>{code}</code>
                  </span>
                )}
              </p>
              <p>{text}</p>
              {advice !== null && (
                <p class="Quiet">
                  Advice: <code>{advice}</code>
                </p>
              )}
            </li>
          ))}
        </ul>
        <Heading id="codes">Error codes</Heading>
        <ul class="Entries">{errors.map((entry) => entry.code !== null && <ErrorItem entry={entry} />)}</ul>
        <Heading id="without-code">Errors without a code</Heading>
        <ul class="Entries">
          {errors.flatMap(({ code, refusals }) =>
            code === null
              ? refusals.map((refusal) => (
                  <li>
                    <Refusal refusal={refusal} />
                  </li>
                ))
              : [],
          )}
        </ul>
      </div>
    ),
  });
}

function ErrorItem({ entry }: { entry: ErrorEntry }) {
  const { code, refusals } = entry;
  return (
    <li id={code ?? ""}>
      <p class="Entry-head">
        <a href={`#${code}`}>
          <code>{code}</code>
        </a>
      </p>
      {refusals.map((refusal) => (
        <Refusal refusal={refusal} />
      ))}
    </li>
  );
}

function Refusal({ refusal: { status, type, text, isMessage } }: { refusal: RefusalEntry }) {
  return (
    <p class="Refusal">
      <span class="Refusal-kind">
        <span class="Status">{status}</span> <code>{type}</code>
      </span>
      {isMessage ? (
        <span class="Message">{text}</span>
      ) : (
        <span>
          <Prose text={text} />
        </span>
      )}
    </p>
  );
}

export function renderEventsPage(frame: Frame): string {
  const { events } = frame.reference;
  const sent = events.filter(({ emitted }) => emitted);
  const others = events.filter(({ emitted }) => !emitted);
  return renderPage({
    ...frame,
    page: EVENTS_PAGE,
    title: "Event types",
    children: (
      <div class="Column">
        <h1>Event types</h1>
        <p class="Lead">
          Checkstand sends {sent.length} types of events to webhook endpoints. An endpoint may ask for any of
          the {events.length} types that Stripe has; those that are not sent here never happen.
        </p>
        <Heading id="sent">Sent here</Heading>
        <EventList frame={frame} events={sent} />
        <Heading id="not-sent">Not sent here</Heading>
        <EventList frame={frame} events={others} />
      </div>
    ),
  });
}

function EventList({ frame, events }: { frame: Frame; events: readonly EventEntry[] }) {
  return (
    <ul class="Rows">
      {events.map(({ type, object, emitted }) => (
        <li id={type}>
          <a href={`#${type}`}>
            <code>{type}</code>
          </a>
          {object !== null && (
            <span class="Quiet">
              about <ObjectLink reference={frame.reference} object={object} />
            </span>
          )}
          {!emitted && object !== null && <span class="Badge">not sent</span>}
        </li>
      ))}
    </ul>
  );
}

export function renderVersionsPage(frame: Frame): string {
  const { versions, version } = frame.reference;
  return renderPage({
    ...frame,
    page: VERSIONS_PAGE,
    title: "API versions",
    children: (
      <div class="Column">
        <h1>API versions</h1>
        <p class="Lead">
          Send <code>Stripe-Version</code> with a request to choose one. These pages show {version}, the
          newest. A request without the header is answered in the shape of the examples of 2023-10-16, unless
          the server was started with another <code>--api-version</code>.
        </p>
        <ul class="Entries">
          {versions.map((entry) => (
            <Version frame={frame} entry={entry} />
          ))}
        </ul>
      </div>
    ),
  });
}

function Version({ frame, entry }: { frame: Frame; entry: VersionEntry }) {
  const { version, why, objects, endpoints } = entry;
  const touched = frame.reference.objects.flatMap((object) =>
    object.endpoints.filter(({ name }) => endpoints.includes(name)).map((endpoint) => ({ object, endpoint })),
  );
  return (
    <li id={version}>
      <p class="Entry-head">
        <a href={`#${version}`}>
          <code>{version}</code>
        </a>
      </p>
      {why === null ? (
        <p class="Quiet">Changed nothing that is here, or only added to it.</p>
      ) : (
        <p>
          <Prose text={why} />
        </p>
      )}
      {objects.length > 0 && (
        <p class="Quiet">
          Objects:{" "}
          {objects.map((object, i) => (
            <>
              {i > 0 && ", "}
              <ObjectLink reference={frame.reference} object={object} />
            </>
          ))}
        </p>
      )}
      {touched.length > 0 && (
        <p class="Quiet">
          Endpoints:{" "}
          {touched.map((one, i) => (
            <>
              {i > 0 && ", "}
              <EndpointLink {...one} />
            </>
          ))}
        </p>
      )}
    </li>
  );
}

function EndpointLink({ object, endpoint }: { object: ObjectEntry; endpoint: EndpointEntry }) {
  return (
    <a href={`${objectPage(object.object)}#${endpoint.anchor}`}>
      <code>{endpoint.name}</code>
    </a>
  );
}

export function renderCardsPage(frame: Frame): string {
  const { cards } = frame.reference;
  return renderPage({
    ...frame,
    page: CARDS_PAGE,
    title: "Test cards",
    children: (
      <div class="Column">
        <h1>Test cards</h1>
        <p class="Lead">
          The cards of Stripe's documentation, and what each does here. Any future date and any security code
          go with them. Other card numbers are refused and never stored.
        </p>
        <ul class="Entries">
          {cards.map(({ number, brand, country, names, outcome }) => (
            <li id={number}>
              <p class="Entry-head">
                <a href={`#${number}`}>
                  <code>{number.replace(/(\d{4})(?=\d)/g, "$1 ")}</code>
                </a>{" "}
                <span class="Quiet">
                  {brand}, {country}
                </span>
              </p>
              <p>
                <Prose text={outcome} />
              </p>
              {names.length > 0 && (
                <p class="Quiet">
                  {names.map((name, i) => (
                    <>
                      {i > 0 && ", "}
                      <code>{name}</code>
                    </>
                  ))}
                </p>
              )}
            </li>
          ))}
        </ul>
      </div>
    ),
  });
}
