import { DeliveryError } from "../destination.ts";
import { type Bucket, NoSuchObject } from "./bucket.ts";

const mayNotDelete = "a test object was written, but may not be deleted: remove it by hand";

/**
 * Tests that objects can be written to a bucket and deleted, and whether they can be read, which
 * finding conflicts requires. Throws DeliveryError.
 */
export async function checkBucket(
  bucket: Bucket,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const key = [`dicom-intake-test-${crypto.randomUUID()}`];
  const canRead = await bucket.send({ method: "HEAD", key }, signal)
    .then(() => true, (error) => {
      if (error instanceof NoSuchObject) return true;
      if (error instanceof DeliveryError) return false; // the write says why
      throw error;
    });
  await bucket.send({ method: "PUT", key, body: "a test of dicom-intake\n" }, signal);
  const isDeleted = await bucket.send({ method: "DELETE", key }, signal).then(
    () => true,
    () => false,
  );
  return [
    canRead ? "objects can be read" : "objects cannot be read: conflicts are not detected",
    isDeleted ? "an object was written and deleted" : mayNotDelete,
  ];
}
