import catalogue from "./0001_catalogue.sql" with { type: "text" };

/** The migrations in order; numbered from 1, never changed once released. */
export const migrations: readonly { name: string; text: string }[] = [
  { name: "0001_catalogue", text: catalogue },
];
