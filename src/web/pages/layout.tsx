import { raw } from "hono/html";
import { version } from "../../system/version.ts";
import { assetUrl } from "../assets/assets.ts";
import type { Html, View } from "../view.ts";
import { Command } from "./parts.tsx";

const sections = [
  ["/", "Overview"],
  ["/batches", "Batches"],
  ["/targets", "Targets"],
  ["/screening", "Screening"],
  ["/review", "Review"],
  ["/settings", "Settings"],
  ["/api", "API"],
  ["/help", "Help"],
] as const;

/** The frame of a page. */
export interface Frame {
  readonly title: string;
  /** The path of the section it belongs to. */
  readonly section: string;
  readonly view: View | undefined;
  readonly scripts?: readonly string[];
  /** Style sheets before that of the program, which can change what they say. */
  readonly styles?: readonly string[];
  readonly children?: unknown;
}

/** A complete page, without inline scripts and styles: the content security policy forbids them. */
export function Layout({ title, section, view, scripts = [], styles = [], children }: Frame): Html {
  return (
    <>
      {raw("<!DOCTYPE html>")}
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <title>{title} · dicom-intake</title>
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta name="htmx-config" content={htmxConfig} />
          <link rel="icon" href={assetUrl("icon.svg")} type="image/svg+xml" />
          {[...styles, "style.css"].map((name) => <link rel="stylesheet" href={assetUrl(name)} />)}
          {["htmx.js", "sse.js", "page.js", ...scripts].map((name) => (
            <script
              src={assetUrl(name)}
              type={name.endsWith(".mjs") ? "module" : undefined}
              defer
            >
            </script>
          ))}
        </head>
        <body>
          <a class="skip" href="#main">Skip to content</a>
          <header>
            <a class="brand" href="/">dicom-intake</a>
            {view ? <Sections current={section} view={view} /> : null}
            {view ? <SearchForm csrf={view.viewer.csrf} /> : null}
            {view ? <Who view={view} /> : null}
          </header>
          <main id="main">{children}</main>
          <footer>
            <span>dicom-intake {version}</span>
            {view ? <span>Times in {view.zone.replaceAll("_", " ")}</span> : null}
            {view ? <span class="live-state" role="status" data-live="off"></span> : null}
          </footer>
        </body>
      </html>
    </>
  );
}

/** htmx must not insert a style element, nor the content of error responses. */
const htmxConfig = JSON.stringify({
  includeIndicatorCSS: false,
  noSwap: [204, 304, "4xx", "5xx"],
});

function Sections({ current, view }: { current: string; view: View }): Html {
  const hasReview = view.hasReview === true && view.viewer.role === "reviewer";
  const shown = sections.filter(([path]) => path !== "/review" || hasReview);
  return (
    <nav aria-label="Sections">
      {shown.map(([path, name]) => (
        <a href={path} aria-current={path === current ? "page" : undefined}>{name}</a>
      ))}
    </nav>
  );
}

/** One search box; the term is sent in a form, because it may be the name of a folder. */
function SearchForm({ csrf }: { csrf: string }): Html {
  return (
    <form method="post" action="/batches/find" class="search" role="search" autocomplete="off">
      <input type="hidden" name="csrf" value={csrf} />
      <input
        type="search"
        name="name"
        required
        maxlength={255}
        aria-label="Search Batches"
        placeholder="Folder, code, P-…, UID, accession, modality, day"
      />
      <button type="submit">Search</button>
    </form>
  );
}

function Who({ view: { viewer } }: { view: View }): Html {
  if (viewer.by !== "session") return <span class="who">{viewer.role}</span>;
  return (
    <form class="who" method="post" action="/logout">
      <input type="hidden" name="csrf" value={viewer.csrf} />
      <span>{viewer.name}, {viewer.role}</span>
      <button class="quiet" type="submit">Log out</button>
    </form>
  );
}

/** The part of a page that is updated by the events of `/live`. */
export function Live({ url, children }: { url: string; children?: unknown }): Html {
  return (
    <div id="live" {...{ "hx-sse:connect": `/live${url}`, "hx-swap": "innerMorph" }}>
      {children}
    </div>
  );
}

/** The login form. */
export function LoginPage({ to, fault }: { to: string; fault: string | undefined }): Html {
  return (
    <Layout title="Log in" section="" view={undefined}>
      <form class="login" method="post" action="/login">
        <h1>Log in</h1>
        {fault ? <p class="alarm" role="alert">{fault}</p> : null}
        <input type="hidden" name="to" value={to} />
        <label>
          Username
          <input name="name" autocomplete="username" required autofocus />
        </label>
        <label>
          Password
          <input type="password" name="password" autocomplete="current-password" required />
        </label>
        <button class="primary" type="submit">Log in</button>
        <p class="quiet">
          Accounts are created on the server with <Command line="web-user" />.
        </p>
      </form>
    </Layout>
  );
}

/** A page with a message, for example that a page does not exist. */
export function MessagePage(
  { title, text, view }: { title: string; text: string; view: View | undefined },
): Html {
  return (
    <Layout title={title} section="" view={view}>
      <h1>{title}</h1>
      <p>{text}</p>
      <p>
        <a href="/">Back to the overview</a>
      </p>
    </Layout>
  );
}
