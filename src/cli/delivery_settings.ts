import { z } from "zod";
import { bytes, seconds, setting } from "./setting_meta.ts";

const path = z.string().min(1, "is empty");

/** Settings of delivery targets and of the web page. */
export const deliverySettings = {
  deliverTo: setting(
    path.optional(),
    "DELIVER_TO",
    "urls",
    "also deliver every Batch to these targets, separated by commas: file:///directory, " +
      "s3://bucket/prefix, dicomweb+https://host/path, dimse://AET@host:port",
  ),
  pack: setting(
    z.enum(["none", "tar.gz", "zip"], "is not none, tar.gz or zip").default("none"),
    "PACK",
    "how",
    "deliver a Batch to file:// and s3:// targets as files (none) or as one archive: tar.gz, zip",
  ),
  deliverCredentials: setting(
    path.optional(),
    "DELIVER_CREDENTIALS",
    "file",
    "file (mode 0600) with a line for each host: host basic user:password, host bearer " +
      "token, host s3 key:secret",
  ),
  deliveryTimeout: setting(
    seconds.refine((s) => s >= 1, "is below 1 second").default(60),
    "DELIVERY_TIMEOUT",
    "seconds",
    "how long a target may take to answer, plus one second for each megabyte",
  ),
  deliveriesPerTarget: setting(
    z.coerce.number("is not a number").int("is not a whole number").min(1, "is below 1")
      .max(64, "is above 64").default(2),
    "DELIVERIES_PER_TARGET",
    "n",
    "number of Batches that are sent to one target at the same time, by this process",
  ),
  maxUndelivered: setting(
    bytes.default(500_000_000_000),
    "MAX_UNDELIVERED",
    "size",
    "claims pause while targets have not confirmed Batches of more than this size in total",
  ),
  webListen: setting(
    z.string().regex(/^(\[[0-9a-f:]+\]|[^:\s]+):\d{1,5}$/i, "is not host:port").default(
      "127.0.0.1:8480",
    ),
    "WEB_LISTEN",
    "host:port",
    "address of the web page; an address other than loopback requires WEB_USERS",
  ),
  webUsers: setting(
    path.optional(),
    "WEB_USERS",
    "file",
    "file (mode 0600) with accounts and tokens, written by web-user",
  ),
  webCert: setting(
    path.optional(),
    "WEB_CERT",
    "file",
    "certificate (PEM); if it is set, the web page uses HTTPS",
  ),
  webKey: setting(path.optional(), "WEB_KEY", "file", "private key of WEB_CERT (PEM, mode 0600)"),
};
