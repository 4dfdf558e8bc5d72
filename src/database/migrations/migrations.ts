import catalogue from "./0001_catalogue.sql" with { type: "text" };
import delivery from "./0002_delivery.sql" with { type: "text" };
import receipts from "./0004_receipts.sql" with { type: "text" };
import screening from "./0003_screening.sql" with { type: "text" };

/** The migrations in order; numbered from 1, never changed once released. */
export const migrations: readonly { name: string; text: string }[] = [
  { name: "0001_catalogue", text: catalogue },
  { name: "0002_delivery", text: delivery },
  { name: "0003_screening", text: screening },
  { name: "0004_receipts", text: receipts },
];
