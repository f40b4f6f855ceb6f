# syntax=docker/dockerfile:1

# The bundle is built with everything, and runs with nothing but Node.
FROM node:26.10.0-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json build.ts ./
COPY src src
COPY certs-job certs-job
# Maps are for debuggers.
RUN npm run build && find dist -name '*.map' -delete

FROM node:26.10.0-slim
LABEL org.opencontainers.image.title="sidecar-injector" \
      org.opencontainers.image.description="Puts a sidecar from a ConfigMap template into annotated Kubernetes Pods" \
      org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY deploy/examples deploy/examples
# With the licences of what is bundled.
COPY --from=build /app/dist dist
# A number, so that Kubernetes can see that it is not root.
USER 65532:65532
EXPOSE 8443 8080
# Small young generations keep memory flat however often informers list anew, and the heap stays within half of the container's
# memory: the rest is for bodies and TLS. Objects have no __proto__; were it to throw instead, one request with a header of that
# name would end the process. No file is written, no program or thread started, and nothing read but the program, its
# certificates, its token, and what the kernel counts of it, for /metrics; the network is open, and its flag still called
# experimental, which is not worth a line on each start.
ENTRYPOINT ["node", "--max-semi-space-size=2", "--max-old-space-size-percentage=50", "--disable-proto=delete", "--permission", "--allow-net", "--disable-warning=ExperimentalWarning", "--allow-fs-read=/app", "--allow-fs-read=/certs", "--allow-fs-read=/var/run/secrets/kubernetes.io/serviceaccount", "--allow-fs-read=/proc/self/fd", "--allow-fs-read=/proc/self/limits", "--allow-fs-read=/proc/self/status", "/app/dist/sidecar-injector.mjs"]
CMD ["serve"]
