import type { AccountUse } from "../../database/accounts/account_uses.ts";
import type { Html } from "../view.ts";
import { Command, Empty, Table, Time } from "./parts.tsx";

/** An account or token without its secret. */
interface ShownAccount {
  readonly kind: "user" | "token";
  readonly name: string;
  readonly role: string;
}

interface AccountsProps {
  /** Undefined if no login is required. */
  readonly accounts: readonly ShownAccount[] | undefined;
  readonly uses: readonly AccountUse[];
  readonly zone: string;
}

/** The accounts and tokens, their roles and their last use; never a password, token or hash. */
export function Accounts({ accounts, uses, zone }: AccountsProps): Html {
  return (
    <>
      <h1>Accounts and tokens</h1>
      {accounts === undefined
        ? (
          <Empty title="No login is required">
            The page can only be reached from this machine, and <code>WEB_USERS</code> is not set.
          </Empty>
        )
        : (
          <Table label="Accounts and tokens" head={["Name", "Kind", "Role", "Last use"]}>
            {accounts.map(({ kind, name, role }) => (
              <tr>
                <td class="code">{name}</td>
                <td>{kind === "user" ? "account" : "token"}</td>
                <td>{role}</td>
                <td>
                  <LastUse
                    of={uses.find((use) => use.kind === kind && use.name === name)}
                    zone={zone}
                  />
                </td>
              </tr>
            ))}
          </Table>
        )}
      <p class="quiet">
        Accounts are created, changed and removed on the server with{" "}
        <Command line="web-user" />. A use is recorded once a minute.
      </p>
    </>
  );
}

function LastUse({ of, zone }: { of: AccountUse | undefined; zone: string }): Html {
  return of ? <Time at={of.usedAt} zone={zone} relative /> : <span class="none">never</span>;
}
