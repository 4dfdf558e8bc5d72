const packages = [
  "time",
  "dcmtk",
  "libgdcm-tools",
  "openssl",
  "orthanc",
  "curl",
  "python3-pydicom",
  "python3-celery",
  "python3-redis",
  "redis-server",
];

/**
 * Installs the peers' Debian packages if this is permitted; those still missing are listed later.
 */
export async function installPeers(): Promise<void> {
  const { success } = await quietly("dpkg", ["-s", ...packages]);
  if (success || Deno.uid() !== 0) return;
  await quietly("apt-get", ["update", "-qq"]);
  for (const name of packages) await quietly("apt-get", ["install", "-y", "-qq", name]);
}

async function quietly(program: string, args: string[]): Promise<{ success: boolean }> {
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    return await new Deno.Command(program, { args, env, stdout: "null", stderr: "null" }).output();
  } catch {
    return { success: false }; // not a Debian system
  }
}
