# The container image of dicom-intake; docs/install.md describes how to build and run it.
ARG DENO_IMAGE=denoland/deno:debian-2.9.6

# Packages are installed in a separate stage, so that the package cache is not in the final image.
FROM ${DENO_IMAGE} AS build
WORKDIR /app
COPY deno.json deno.lock ./
# the build secret "ca" is the certificate of a proxy that inspects TLS, if there is one
RUN --mount=type=secret,id=ca,target=/run/ca.pem \
    if [ -s /run/ca.pem ]; then export DENO_CERT=/run/ca.pem; fi; deno install --frozen
COPY main.ts ./
COPY src src
COPY streams streams
COPY deploy/runtime.ts deploy/dicom-intake deploy/
# removes packages that only tests, benchmarks and scripts need
RUN deno clean --except main.ts deploy/runtime.ts
# removes other builds of the runtime of the text detector (120 MB), and a model that is not used
RUN find node_modules/.deno/onnxruntime-web@*/node_modules/onnxruntime-web/dist -type f \
      ! -name ort.node.min.mjs ! -name 'ort-wasm-simd-threaded.mjs' \
      ! -name 'ort-wasm-simd-threaded.wasm' ! -name package.json -delete \
 && find node_modules/.deno/@gutenye+ocr-models@*/node_modules -name '*_cls_infer.onnx' -delete

FROM ${DENO_IMAGE}
ARG VERSION=0.1.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="dicom-intake" \
      org.opencontainers.image.description="Takes folders of DICOM images, de-identifies and delivers them" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
COPY --from=build /app /app
RUN ln -s /app/deploy/dicom-intake /usr/local/bin/dicom-intake \
 && mkdir /data /output /state \
 && chown deno:deno /output /state && chmod 0711 /state
# Deno writes nothing to its own directories: a read-only container needs only /state and /output
ENV DATA_BASE=/data OUTPUT_BASE=/output STATE_DIR=/state LOG=json \
    HOME=/nonexistent DENO_DIR=/nonexistent DENO_NO_UPDATE_CHECK=1
USER deno
WORKDIR /state
VOLUME ["/data", "/output", "/state"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=20s --start-period=60s --retries=3 \
    CMD ["dicom-intake", "status", "--check"]
# tini forwards signals, and reaps processes that the private PostgreSQL leaves behind
ENTRYPOINT ["/tini", "--", "dicom-intake"]
CMD ["watch"]
