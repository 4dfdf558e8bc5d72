# dicom-intake as a container: docs/install.md describes how to build and run it.
ARG DENO_IMAGE=denoland/deno:debian-2.9.6

# Packages are installed in a separate stage, so that no package cache remains in the image.
FROM ${DENO_IMAGE} AS build
WORKDIR /app
COPY deno.json deno.lock ./
# behind a proxy that inspects TLS, pass its certificate as the build secret "ca"
RUN --mount=type=secret,id=ca,target=/run/ca.pem \
    if [ -s /run/ca.pem ]; then export DENO_CERT=/run/ca.pem; fi; deno install --frozen
COPY main.ts ./
COPY src src
COPY streams streams
COPY deploy/runtime.ts deploy/dicom-intake deploy/
# removes packages that only tests, benchmarks and scripts need
RUN deno clean --except main.ts deploy/runtime.ts

FROM ${DENO_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="dicom-intake" \
      org.opencontainers.image.description="Catalogues, de-identifies and delivers folders of DICOM images" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /app /app
RUN ln -s /app/deploy/dicom-intake /usr/local/bin/dicom-intake \
 && mkdir /data /output /state \
 && chown deno:deno /output /state && chmod 0711 /state
# Deno itself writes no files: a read-only container needs only /state and /output
ENV DATA_BASE=/data OUTPUT_BASE=/output STATE_DIR=/state LOG=json \
    HOME=/nonexistent DENO_DIR=/nonexistent DENO_NO_UPDATE_CHECK=1
USER deno
WORKDIR /state
VOLUME ["/data", "/output", "/state"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=20s --start-period=60s --retries=3 \
    CMD ["dicom-intake", "status", "--check"]
# tini forwards signals, and reaps processes of the private PostgreSQL
ENTRYPOINT ["/tini", "--", "dicom-intake"]
CMD ["watch"]
