import type { Html } from "../html.ts";
import type { View } from "../view.ts";
import { Layout } from "./layout.tsx";

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
          Accounts are created on the server with <code>deno task web-user</code>.
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
