/** The first page of the reference: what the API has, how to read the pages, and links to them. */
import { CARDS_PAGE, ERRORS_PAGE, EVENTS_PAGE, INDEX_PAGE, objectPage, VERSIONS_PAGE } from "../anchors.ts";
import type { ObjectEntry } from "../model.ts";
import { type Frame, renderPage } from "./layout.tsx";
import { CodeBox, Heading, Prose } from "./text.tsx";

export function renderIndexPage(frame: Frame): string {
  const { reference, baseUrl, key } = frame;
  const endpoints = reference.objects.flatMap((entry) => entry.endpoints).length;
  return renderPage({
    ...frame,
    page: INDEX_PAGE,
    title: "Overview",
    children: (
      <>
        <section class="Split">
          <div>
            <h1>API reference</h1>
            <p class="Lead">
              Everything that this server answers to: {endpoints} endpoints of {reference.objects.length}{" "}
              objects, in the API version {reference.version}. The pages are made from the definitions that
              requests are read by, and the examples from requests that were really made.
            </p>
            <HowToRead />
          </div>
          <aside class="Sample" aria-label="Base URL">
            <CodeBox title="Base URL">{baseUrl}</CodeBox>
            <CodeBox title="A first request">{`curl ${baseUrl}/v1/products \\\n  -u "${key}:"`}</CodeBox>
          </aside>
        </section>
        {reference.areas.map((area) => (
          <section class="Area">
            <Heading id={area.title.toLowerCase()}>{area.title}</Heading>
            <ul class="Cards">
              {area.objects.map((entry) => (
                <Card entry={entry} />
              ))}
            </ul>
          </section>
        ))}
        <section class="Area">
          <Heading id="more">More</Heading>
          <ul class="Cards">
            <PageCard
              page={ERRORS_PAGE}
              title="Errors"
              text="Error codes and the reasons for declined cards."
            />
            <PageCard page={EVENTS_PAGE} title="Event types" text="What is sent to webhook endpoints." />
            <PageCard
              page={VERSIONS_PAGE}
              title="API versions"
              text="What each version changed, the newest first."
            />
            <PageCard page={CARDS_PAGE} title="Test cards" text="Card numbers, and what each of them does." />
          </ul>
        </section>
      </>
    ),
  });
}

function HowToRead() {
  return (
    <>
      <Heading id="reading">How to read it</Heading>
      <ul class="Bullets">
        <li>
          A parameter with <span class="Badge Badge--refused">refused for now</span> is known and answered
          with an error, so that nothing is accepted and ignored. Every other parameter acts.
        </li>
        <li>A parameter that is not here at all is refused as unknown.</li>
        <li>
          What is nested is written in brackets: <code>[]</code> stands for the elements of a list and{" "}
          <code>[key]</code> for names of your choosing. Bodies are form-encoded, as the SDKs send them.
        </li>
        <li>
          <code>expand[]</code> goes with every endpoint; the page of an object says what can be expanded in
          it.
        </li>
        <li>
          Older API versions take older names too. They are folded up below the parameters of an endpoint.
        </li>
      </ul>
    </>
  );
}

function Card({ entry }: { entry: ObjectEntry }) {
  return <PageCard page={objectPage(entry.object)} title={entry.words.title} text={entry.words.about} />;
}

function PageCard({ page, title, text }: { page: string; title: string; text: string }) {
  return (
    <li class="Card">
      <a href={page}>{title}</a>
      <p>
        <Prose text={text} />
      </p>
    </li>
  );
}
