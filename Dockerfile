# Builds the program with everything, and lays out what it runs on: Node, the libraries that Node loads, and nothing else.
FROM node:26.10.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Nothing that is installed runs a program while it is.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json build.ts ./
COPY build build
COPY src src
COPY certs-job certs-job
# Maps are for debuggers.
RUN node build.ts && find dist -name '*.map' -delete && node build/image-root.ts /rootfs

# No shell, no package manager, no libraries but those of Node: what is not there needs no update, and helps no one who breaks in.
FROM scratch
ARG VERSION=0.0.0-dev
ARG REVISION=unknown
LABEL org.opencontainers.image.title="sidecar-injector" \
      org.opencontainers.image.description="Puts a sidecar from a ConfigMap template into annotated Kubernetes Pods" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
# One arena of malloc: with one for each of Node's threads, memory that connections and garbage collections gave back stays with a
# thread that has no use for it, some 12 MiB after a while.
ENV PATH=/usr/local/bin NODE_ENV=production MALLOC_ARENA_MAX=1
WORKDIR /app
COPY --from=build /rootfs /
COPY package.json LICENSE ./
COPY deploy/examples deploy/examples
# With its bill of materials, and the licences of what is bundled.
COPY --from=build /app/dist dist
# A number, so that Kubernetes can see that it is not root.
USER 65532:65532
EXPOSE 8443 8080
# For those who run it without Kubernetes, which has probes instead. Where it listens elsewhere, the variable has to say so:
# a flag is not seen here.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "--permission", "--allow-net", "--disable-warning=ExperimentalWarning", "--allow-fs-read=/app", "/app/dist/healthcheck.mjs"]
# Small young generations keep memory flat however often informers list anew, and the heap stays within half of the container's
# memory: the rest is for bodies and TLS. Objects have no __proto__; were it to throw instead, one request with a header of that
# name would end the process. No file is written, no program or thread started, and nothing read but the program, its
# certificates, its token, and what the kernel counts of it, for /metrics; the network is open, and its flag still called
# experimental, which is not worth a line on each start.
ENTRYPOINT ["node", "--max-semi-space-size=2", "--max-old-space-size-percentage=50", "--disable-proto=delete", "--permission", "--allow-net", "--disable-warning=ExperimentalWarning", "--allow-fs-read=/app", "--allow-fs-read=/certs", "--allow-fs-read=/var/run/secrets/kubernetes.io/serviceaccount", "--allow-fs-read=/proc/self/fd", "--allow-fs-read=/proc/self/limits", "--allow-fs-read=/proc/self/status", "/app/dist/sidecar-injector.mjs"]
CMD ["serve"]
